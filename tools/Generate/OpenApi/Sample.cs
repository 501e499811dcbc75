namespace ProcessProxy.Generate.OpenApi;

/// <summary>Sample processes and states, with times in whole milliseconds, as in the API.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 34, 56, 789, TimeSpan.Zero);

    public static ProcessInfo Process(string id) => new()
    {
        Id = id,
        Name = id,
        Reason = "not started yet",
        Since = Noon,
        PidFile = $"/srv/pids/{id}.pid",
        LogFile = $"/srv/logs/{id}.log",
        Command = "node",
        Args = ["server.js", "--quiet"],
        Cwd = "/srv/app",
        Env = new Dictionary<string, string> { ["PORT"] = "***" },
        RestartsLeft = 10,
    };

    public static ProcessConfiguration Configuration { get; } = new(
        new Dictionary<string, object?>
        {
            ["restartOnExit"] = true,
            ["restartDelay"] = 2000L,
            ["maxRestarts"] = 10L,
            ["restartBackoff"] = "constant",
            ["maxRestartDelay"] = 60_000L,
            ["resetAfter"] = 60_000L,
            ["stopSignal"] = "SIGTERM",
            ["stopSignalTo"] = "group",
            ["stopTimeout"] = 10_000L,
            ["preStart"] = null,
            ["stopCommand"] = null,
            ["cleanupPidOnExit"] = true,
            ["stdin"] = "empty",
            ["output"] = "merged",
            ["maxMemory"] = 536_870_912L,
            ["dependsOn"] = new[] { "database" },
            ["healthCheck"] = new Dictionary<string, object?>
            {
                ["url"] = "http://localhost:8888/health",
                ["interval"] = 30_000L,
                ["timeout"] = 5000L,
                ["retries"] = 3L,
                ["startPeriod"] = 30_000L,
                ["onUnhealthy"] = "restart",
            },
        },
        new Dictionary<string, string>
        {
            ["restartDelay"] = "ms", ["maxRestartDelay"] = "ms", ["resetAfter"] = "ms", ["stopTimeout"] = "ms", ["maxMemory"] = "bytes",
            ["healthCheck.interval"] = "ms", ["healthCheck.timeout"] = "ms", ["healthCheck.startPeriod"] = "ms",
        });

    public static ResourceHistory History { get; } = new(
        "web", TimeSpan.FromSeconds(5), [new ResourceSample(Noon, null, 52_428_800), new ResourceSample(Noon.AddSeconds(5), 0.25, null)]);

    public static IReadOnlyList<RouteActivity> Routes { get; } =
    [
        new RouteActivity
        {
            Domain = "example.org", Path = "/photos", Type = "proxy", Target = "http://localhost:8892", Ssl = true, Process = "web", Requests = 1000,
            Errors = 3, Held = 2, Refused = 1, Active = 4, RequestsPerSecond = 12.5, ErrorsPerSecond = 0.05, Latency = new RouteLatency(1.2, 3.4, 56.7),
        },
        new RouteActivity { Path = "/", Type = "static", Target = "/srv/site" },
    ];

    public static ServerStatus Status { get; } = new()
    {
        Status = "running",
        Version = "0.1.0",
        Pid = 4242,
        Uptime = TimeSpan.FromMilliseconds(61_234),
        StartTime = Noon,
        ProjectDirectory = "/srv",
        Endpoints = new ServerEndpoints("http://0.0.0.0:8080", null, "http://127.0.0.1:4481"),
        Routes = [new RouteInfo("example.org", "/photos", "proxy", "http://localhost:8892", true, "web"), new RouteInfo(null, "/", "static", null, false, null)],
        Processes = new ProcessCounts(3, 1, 1, 0),
    };

    public static ProcessDiagnosis Diagnosis(ProcessInfo process) => new()
    {
        ProcessId = process.Id,
        At = Noon,
        Summary = process.IsRunning ? $"{process.Id} is running; nothing is wrong." : $"{process.Id} exits at once with code 1: port 3000 is already taken by node server.js (pid 1234).",
        Cause = process.IsRunning ? DiagnosisCause.None : DiagnosisCause.PortTaken,
        Details = ["The last run exited with code 1."],
        State = process.State,
        Health = process.Health,
        Since = process.Since,
        Exits = process.IsRunning ? [] : [new DiagnosedExit(Noon, 1, null, "exited with code 1", null, ["Error: listen EADDRINUSE"])],
        Port = new DiagnosedPort(3000, new PortOwner(1234, "node server.js", null)),
        BlockedBy = [new BlockingDependency("database", RunState.Failed, HealthState.None, "exited with code 2")],
        Probe = new DiagnosedProbe("http://localhost:3000/health", Noon, 503, "answered 503", "no database", 2, 3),
        NextAttemptAt = Noon,
        AttemptsLeft = 9,
        DecidedBy = new DecidingValue("processes.web.env.PORT", "3000", "/srv/config/processes.yaml", 7),
    };
}
