namespace ProcessProxy.Generate.OpenApi;

/// <summary>The calls of the API.</summary>
internal static class Operations
{
    private static readonly ProcessInfo Running = Sample.Process("web") with
    {
        State = RunState.Running, Health = HealthState.Healthy, Reason = "started by the server at its start", IsRunning = true, Pid = 101,
        StartTime = Sample.Noon, Uptime = TimeSpan.FromMilliseconds(61_234), Enabled = true,
    };

    private static readonly ProcessInfo Stopped = Running with
    {
        State = RunState.Stopped, Health = HealthState.None, Reason = "stopped by an operator", IsRunning = false, Pid = null, StartTime = null, Uptime = null,
    };

    private static readonly LogLine Line = new(Sample.Noon, LogStream.Output, "listening on port 3000");

    private static readonly ApiParameter LastEventId = new(
        "Last-Event-ID", "The id of the last event that was seen: the stream goes on just after it.", """{"type":"string"}""", "header");

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("GET", ApiRoutes.Processes, "listProcesses", "Gets every configured process, including disabled ones, in the order of the configuration.")
        {
            Answers = [ApiAnswer.Json<IReadOnlyList<ProcessInfo>>([Running], ApiJson.Default.ApiResponseIReadOnlyListProcessInfo)],
        },
        new("GET", ApiRoutes.Process, "getProcess", "Gets one process with its current configuration.")
        {
            Answers = [ApiAnswer.Json(Running with { Configuration = Sample.Configuration }, ApiJson.Default.ApiResponseProcessInfo)],
            Errors = [ErrorCodes.ProcessNotFound],
        },
        new("GET", ApiRoutes.Diagnosis, "diagnoseProcess", "Explains why a process is down, or what is wrong with it.")
        {
            Answers = [ApiAnswer.Json(Sample.Diagnosis(Sample.Process("web")), ApiJson.Default.ApiResponseProcessDiagnosis)],
            Errors = [ErrorCodes.ProcessNotFound],
        },
        new("POST", ApiRoutes.Start, "startProcess", "Starts a process and responds when its program runs. Starting a running process changes nothing.")
        {
            Answers = [ApiAnswer.Json(Running, ApiJson.Default.ApiResponseProcessInfo, "web is running with pid 101.")],
            Errors = [ErrorCodes.ProcessNotFound, ErrorCodes.Conflict, ErrorCodes.DependencyNotReady, ErrorCodes.LaunchFailed],
        },
        new("POST", ApiRoutes.Stop, "stopProcess", "Stops a process and responds when its whole tree has ended. Stopping a stopped process changes nothing.")
        {
            Answers = [ApiAnswer.Json(Stopped, ApiJson.Default.ApiResponseProcessInfo, "web is stopped.")],
            Errors = [ErrorCodes.ProcessNotFound, ErrorCodes.Conflict],
        },
        new("POST", ApiRoutes.Restart, "restartProcess", "Stops a process, if it is running, and starts it.")
        {
            Answers = [ApiAnswer.Json(Running, ApiJson.Default.ApiResponseProcessInfo, "web is running with pid 101.")],
            Errors = [ErrorCodes.ProcessNotFound, ErrorCodes.Conflict, ErrorCodes.DependencyNotReady, ErrorCodes.LaunchFailed, ErrorCodes.ReplacementFailed],
        },
        new("POST", ApiRoutes.Scale, "scaleProcess", "Sets the number of instances of a process, until its configured number changes.")
        {
            Parameters = [new("instances", "The number of instances.", """{"type":"integer","minimum":1,"maximum":100}""", IsRequired: true)],
            Answers = [ApiAnswer.Json(Running, ApiJson.Default.ApiResponseProcessInfo, "web is running with pid 101.")],
            Errors = [ErrorCodes.BadArgument, ErrorCodes.ProcessNotFound, ErrorCodes.Conflict],
        },
        new("GET", ApiRoutes.Logs, "readLog", "Gets the last lines of the log of a process, oldest first, and with follow every new line.")
        {
            Parameters =
            [
                new("lines", "The number of last lines.", """{"type":"integer","minimum":1,"maximum":10000,"default":100}"""),
                new("stream", "Returns only this stream.", """{"type":"string","enum":["output","stdout","stderr"]}"""),
                new("follow", "Also sends every new line, as server-sent events.", """{"type":"boolean","default":false}"""),
                LastEventId,
            ],
            Answers =
            [
                ApiAnswer.Json(new LogPage("web", "/srv/logs/web.log", 1, [Line]), ApiJson.Default.ApiResponseLogPage),
                new("text/plain", null, "listening on port 3000\n"),
                new("text/event-stream", null, StreamExamples.Log),
            ],
            Errors = [ErrorCodes.BadArgument, ErrorCodes.ProcessNotFound],
        },
        new("POST", ApiRoutes.Reload, "reloadConfiguration", "Reloads the configuration and applies the changes. If it has problems, the current configuration is kept.")
        {
            Answers =
            [
                ApiAnswer.Json<IReadOnlyList<ReloadAction>>(
                    [new("web", ReloadActionKind.Restart, "env.PORT 8888 → 8892")], ApiJson.Default.ApiResponseIReadOnlyListReloadAction, "1 restarted"),
            ],
            Errors = [ErrorCodes.ConfigurationInvalid, ErrorCodes.Conflict],
        },
        new("POST", ApiRoutes.Upgrade, "upgradeServer", "Replaces the server by the executable that is now at its path, without an interruption. If the new server does not come up within 30 seconds, the current one continues.")
        {
            Answers =
            [
                ApiAnswer.Json(
                    new ServerUpgrade(202, "1.1.0", 101, "1.0.0"), ApiJson.Default.ApiResponseServerUpgrade, "ProcessProxy 1.1.0 (pid 202) has taken over from 1.0.0 (pid 101)."),
            ],
            Errors = [ErrorCodes.Conflict, ErrorCodes.UpgradeFailed],
        },
        new("GET", ApiRoutes.Plan, "planReload", "Gets what a reload would do, without changing anything.")
        {
            Answers =
            [
                ApiAnswer.Json<IReadOnlyList<PlannedChange>>(
                    [new("web", ReloadActionKind.Restart, "env.PORT 8888 → 8892", ["example.org/photos"])], ApiJson.Default.ApiResponseIReadOnlyListPlannedChange),
            ],
            Errors = [ErrorCodes.ConfigurationInvalid, ErrorCodes.Conflict],
        },
        new("GET", ApiRoutes.Resources, "getResources", "Gets what a process used during the last hour, as far as it was measured, oldest first.")
        {
            Answers = [ApiAnswer.Json(Sample.History, ApiJson.Default.ApiResponseResourceHistory)],
            Errors = [ErrorCodes.ProcessNotFound],
        },
        new("GET", ApiRoutes.Routes, "listRoutes", "Gets the activity of each route.")
        {
            Answers = [ApiAnswer.Json(Sample.Routes, ApiJson.Default.ApiResponseIReadOnlyListRouteActivity)],
        },
        new("GET", ApiRoutes.Metrics, "getMetrics", "Gets the metrics in the Prometheus format.")
        {
            Answers = [new("text/plain", null, "# TYPE processproxy_process_up gauge\nprocessproxy_process_up{processproxy_process_id=\"web\"} 1\n")],
        },
        new("GET", ApiRoutes.Events, "watchProcesses", "Sends a snapshot of all processes and then every change, as server-sent events.")
        {
            Parameters = [LastEventId],
            Answers = [new("text/event-stream", null, StreamExamples.Events)],
        },
        new("GET", ApiRoutes.Session, "getSession", "Gets the session of the caller.")
        {
            Answers = [ApiAnswer.Json(new SessionInfo(true, "1f0e5b"), ApiJson.Default.ApiResponseSessionInfo)],
        },
        new("DELETE", ApiRoutes.Session, "endSession", "Signs a browser out, which also ends its streams.")
        {
            Parameters = [new("X-CSRF-Token", "The token of the session.", """{"type":"string"}""", "header")],
            Answers = [ApiAnswer.Json(new SessionInfo(false, null), ApiJson.Default.ApiResponseSessionInfo)],
        },
        new("GET", ApiRoutes.Status, "getStatus", "Gets the status of the server.")
        {
            Answers = [ApiAnswer.Json(Sample.Status, ApiJson.Default.ApiResponseServerStatus)],
        },
        new("GET", ApiRoutes.OpenApi, "describeApi", "Gets this description.")
        {
            Answers = [new("application/json", null, "{\"openapi\":\"3.1.0\"}")],
        },
        new("GET", ApiRoutes.Health, "getHealth", "200 when the server works.")
        {
            Answers = [ApiAnswer.Json("running", ApiJson.Default.ApiResponseString)],
        },
    ];
}
