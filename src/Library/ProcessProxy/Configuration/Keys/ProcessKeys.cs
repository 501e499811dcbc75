using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Lists the keys of a process: the only file that spells them. Defaults are those of the specs.</summary>
internal static class ProcessKeys
{
    private const long LeastMemory = 1L << 20;
    private const long MostMemory = 1L << 50;
    private const int MostRestarts = 1_000_000;
    private const int MostRetries = 1_000_000;
    private const int MostLogFiles = 1000;
    private const long LeastLogSize = 1L << 10;
    private const long MostLogSize = 1L << 40;

    /// <summary>The words for <c>schedule.overlap</c>.</summary>
    public static readonly ChoiceKind<OverlapAction> Overlaps = new(("skip", OverlapAction.Skip), ("queue", OverlapAction.Queue), ("kill", OverlapAction.Kill));

    /// <summary>The keys, in the order of the documentation.</summary>
    public static readonly KeyTable<ProcessSpec> All = new(
    [
        new Key<ProcessSpec, string>("name", new TextKind("text"), spec => spec.Name, (spec, value) => spec with { Name = value })
        {
            DefaultSays = "the id", Says = "the name to display",
        },
        new Key<ProcessSpec, string>("description", new TextKind("text"), spec => spec.Description, (spec, value) => spec with { Description = value })
        {
            IsSecret = true, Says = "what the process is for",
        },
        new Key<ProcessSpec, bool>("enabled", new FlagKind(), spec => spec.Enabled, (spec, value) => spec with { Enabled = value })
        {
            Says = "start the process when the server starts",
        },
        new Key<ProcessSpec, string>("command", new PathKind(PathTarget.Program), spec => spec.Launch.Command, (spec, value) => spec.Launching(launch => launch with { Command = value }))
        {
            IsRequired = true, NeedsRestart = true, TypeSays = "path",
            Says = "the program: a name found in the PATH, or a path relative to `cwd`. Not expanded, and not run by a shell",
        },
        new Key<ProcessSpec, ValueList<string>>("args", new TextsKind(), spec => spec.Launch.Args, (spec, value) => spec.Launching(launch => launch with { Args = value }))
        {
            NeedsRestart = true, IsSecret = true, Says = "the arguments, one per list item. Not split and not expanded, except [`${PORT}` and `${INSTANCE}`](#ports-and-instances)",
        },
        new Key<ProcessSpec, string>("cwd", new PathKind(PathTarget.Folder, expands: true), spec => spec.Launch.Cwd, (spec, value) => spec.Launching(launch => launch with { Cwd = value }))
        {
            NeedsRestart = true, DefaultSays = "the project directory", Says = "the working directory; `${NAME}` is expanded",
        },
        new Key<ProcessSpec, EnvironmentChange>(
            "env", new EnvironmentKind(), spec => new EnvironmentChange(spec.Launch.Env, spec.Launch.Unset),
            (spec, value) => spec.Launching(launch => launch with { Env = value.Set, Unset = value.Unset }))
        {
            NeedsRestart = true, IsSecret = true, Says = "variables added to the environment of the server. `${NAME}` is expanded; `null` removes a variable of the server",
        },
        new Key<ProcessSpec, PortSpec>("port", new PortKind(), spec => spec.Port, (spec, value) => spec with { Port = value with { Variable = spec.Port?.Variable ?? value.Variable } })
        {
            NeedsRestart = true, IsInDigest = true, Wire = "port",
            Says = "the port that the program is given in its environment; `auto` takes a free one at each launch ([how](#ports-and-instances))",
        },
        new Key<ProcessSpec, string>(
            "portVariable", new TextKind("name", EnvironmentKind.CheckOwn), spec => spec.Port?.Variable,
            (spec, value) => spec.Port is { } port ? spec with { Port = port with { Variable = value } } : spec)
        {
            InForce = spec => spec.Port?.Variable ?? PortSpec.DefaultVariable, NeedsRestart = true, IsInDigest = true, Wire = "portVariable", DefaultSays = $"`{PortSpec.DefaultVariable}`", Says = "the variable that contains the port",
        },
        new Key<ProcessSpec, int>("instances", new CountKind(1, ProcessSpec.MostInstances), spec => spec.Instances, (spec, value) => spec with { Instances = value, IsNumbered = true })
        {
            Wire = "instances", Says = "how many instances of the program run ([how](#ports-and-instances))",
        },
        new Key<ProcessSpec, bool>("${INSTANCE}", new ChoiceKind<bool>(("literal", false), ("the number", true)), spec => spec.IsNumbered && InstanceText.AreMentioned(spec, [InstanceText.Instance]), (spec, _) => spec)
        {
            IsDerived = true, NeedsRestart = true, IsInDigest = true,
        },
        new Key<ProcessSpec, bool>("PROCESSPROXY_INSTANCE", new ChoiceKind<bool>(("not set", false), ("set", true)), spec => spec.IsNumbered, (spec, _) => spec)
        {
            IsDerived = true, IsCompared = spec => spec.Instances == 1,
        },
        new Key<ProcessSpec, ReplaceMode>(
            "replace", new ChoiceKind<ReplaceMode>(("rolling", ReplaceMode.Rolling), ("stop-first", ReplaceMode.StopFirst)),
            spec => spec.Replace.Mode, (spec, value) => spec.Replacing(replace => replace with { Mode = value }))
        {
            Wire = "replace", DefaultSays = "`rolling` with `port: auto`, else `stop-first`",
            Says = "start a new program beside the running one and stop that one when the new one can answer, or stop first ([how](#replacing-without-an-interruption))",
        },
        new Key<ProcessSpec, TimeSpan>("readyAfter", new DurationKind(0), spec => spec.Replace.ReadyAfter, (spec, value) => spec.Replacing(replace => replace with { ReadyAfter = value }))
        {
            Wire = "readyAfter", Says = "the age at which a program without a port and without a health check counts as ready",
        },
        new Key<ProcessSpec, TimeSpan>("stableFor", new DurationKind(0), spec => spec.Replace.StableFor, (spec, value) => spec.Replacing(replace => replace with { StableFor = value }))
        {
            Wire = "stableFor", Says = "how long a new program must go on to answer before it takes over",
        },
        new Key<ProcessSpec, TimeSpan>("drainTimeout", new DurationKind(0), spec => spec.Replace.DrainTimeout, (spec, value) => spec.Replacing(replace => replace with { DrainTimeout = value }))
        {
            Wire = "drainTimeout", Says = "the time that the old program has to answer the requests in progress",
        },
        new Key<ProcessSpec, TimeSpan>("replaceTimeout", new DurationKind(1), spec => spec.Replace.Timeout, (spec, value) => spec.Replacing(replace => replace with { Timeout = value }))
        {
            Wire = "replaceTimeout", Says = "the time in which a new program must become ready; otherwise it is stopped and the old one continues",
        },
        new Key<ProcessSpec, StartMode>(
            "start", new ChoiceKind<StartMode>(("server", StartMode.Server), ("on-demand", StartMode.OnDemand)), spec => spec.Start, (spec, value) => spec with { Start = value })
        {
            Wire = "start", Says = "start the process with the server, or when the first request arrives ([how](#on-demand))",
        },
        new Key<ProcessSpec, TimeSpan>("idleTimeout", new DurationKind(0), spec => spec.IdleTimeout, (spec, value) => spec with { IdleTimeout = value })
        {
            Wire = "idleTimeout", DefaultSays = "0, and 10 minutes with `start: on-demand`", Says = "the time without a request after which the process is stopped until the next one; 0: never",
        },
        new Key<ProcessSpec, RestartCondition>(
            "restartOnExit", new RestartConditionKind(), spec => spec.Restart.OnExit, (spec, value) => spec.Restarting(restart => restart with { OnExit = value }))
        {
            Setting = "defaultRestart.restartOnExit", Wire = "restartOnExit", Says = "restart the process when it exits; `onFailure` restarts it unless it exits with code 0",
        },
        new Key<ProcessSpec, TimeSpan>("restartDelay", new DurationKind(0), spec => spec.Restart.Delay, (spec, value) => spec.Restarting(restart => restart with { Delay = value }))
        {
            Setting = "defaultRestart.restartDelay", Wire = "restartDelay", Says = "the delay before a restart",
        },
        new Key<ProcessSpec, int>("maxRestarts", new CountKind(0, MostRestarts), spec => spec.Restart.Max, (spec, value) => spec.Restarting(restart => restart with { Max = value }))
        {
            Setting = "defaultRestart.maxRestarts", Wire = "maxRestarts", Says = "how many times in a row a failed process is restarted before the server gives up; 0: never",
        },
        new Key<ProcessSpec, RestartBackoff>(
            "restartBackoff", new ChoiceKind<RestartBackoff>(("constant", RestartBackoff.Constant), ("exponential", RestartBackoff.Exponential)),
            spec => spec.Restart.Backoff, (spec, value) => spec.Restarting(restart => restart with { Backoff = value }))
        {
            Setting = "defaultRestart.restartBackoff", Wire = "restartBackoff", Says = "keep the delay constant, or double it after each restart",
        },
        new Key<ProcessSpec, TimeSpan>("maxRestartDelay", new DurationKind(0), spec => spec.Restart.MaxDelay, (spec, value) => spec.Restarting(restart => restart with { MaxDelay = value }))
        {
            Setting = "defaultRestart.maxRestartDelay", Wire = "maxRestartDelay",
            Says = "the longest delay. It cannot be shorter than `restartDelay`; a longer `restartDelay` raises the default",
        },
        new Key<ProcessSpec, TimeSpan>("resetAfter", new DurationKind(0), spec => spec.Restart.ResetAfter, (spec, value) => spec.Restarting(restart => restart with { ResetAfter = value }))
        {
            Setting = "defaultRestart.resetAfter", Wire = "resetAfter", Says = "the length of a run after which earlier failures no longer count",
        },
        new Key<ProcessSpec, int>("restartJitter", new CountKind(0, 100), spec => spec.Restart.Jitter, (spec, value) => spec.Restarting(restart => restart with { Jitter = value }))
        {
            Setting = "defaultRestart.restartJitter", Wire = "restartJitter", TypeSays = "0..100 (percent)",
            Says = "the maximum random extension of each delay, in percent, so that processes that fail together do not restart together",
        },
        new Key<ProcessSpec, string>("stopSignal", new TextKind("name", StopSignals.Check), spec => spec.Stop.Signal, (spec, value) => spec.Stopping(stop => stop with { Signal = value }))
        {
            Wire = "stopSignal", TypeSays = string.Join(", ", StopSignals.All.Select(name => $"`{name}`")), Says = "the signal that asks the process to stop",
        },
        new Key<ProcessSpec, StopTarget>(
            "stopSignalTo", new ChoiceKind<StopTarget>(("group", StopTarget.Group), ("main", StopTarget.Main)),
            spec => spec.Stop.SignalTo, (spec, value) => spec.Stopping(stop => stop with { SignalTo = value }))
        {
            Wire = "stopSignalTo", Says = "send the stop signal to the program and everything it started, or to the program alone ([when to use it](operating.md#who-gets-the-stop-signal))",
        },
        new Key<ProcessSpec, TimeSpan>("stopTimeout", new DurationKind(0), spec => spec.Stop.Timeout, (spec, value) => spec.Stopping(stop => stop with { Timeout = value }))
        {
            Wire = "stopTimeout", Says = "the time the process has to stop before it is killed",
        },
        new SectionKey<ProcessSpec>("preStart", spec => spec.Preparing(first => first))
        {
            MainKey = "command", Says = "a command that runs to its end before each launch; the program starts if it exits with code 0 ([how](operating.md#a-command-before-the-start-and-one-for-the-stop))",
        },
        .. OfCommand("preStart", spec => spec.PreStart?.Command, SpecParts.PreparingBy),
        new Key<ProcessSpec, TimeSpan>(
            "preStart.timeout", new DurationKind(1), spec => spec.PreStart?.Timeout, (spec, value) => spec.Preparing(first => first with { Timeout = value }))
        {
            IsCompared = spec => spec.PreStart is not null, Wire = "preStart.timeout", Says = "the time the command has before it is stopped and the launch has failed",
        },
        new SectionKey<ProcessSpec>("stopCommand", spec => spec.StoppingBy(command => command))
        {
            MainKey = "command", Says = "the command that asks the process to stop, instead of the signal ([how](operating.md#a-command-before-the-start-and-one-for-the-stop))",
        },
        .. OfCommand("stopCommand", spec => spec.Stop.Command, SpecParts.StoppingBy),
        new Key<ProcessSpec, string>(
            "pidDir", new PathKind(PathTarget.Folder), spec => Path.GetDirectoryName(spec.Launch.PidFile),
            (spec, value) => spec.Launching(launch => launch with { PidFile = Path.Combine(value, spec.Id + ".pid") }))
        {
            IsCompared = _ => false, DefaultSays = "`settings.pidManagement.defaultPidDir`", Says = "the folder of the PID file",
        },
        new Key<ProcessSpec, string>("pidFile", new PathKind(PathTarget.File), spec => spec.Launch.PidFile, (spec, value) => spec.Launching(launch => launch with { PidFile = value }))
        {
            NeedsRestart = true, DefaultSays = "`<pidDir>/<id>.pid`", Says = "the PID file; overrides `pidDir`. It cannot be a file that has another use",
        },
        new Key<ProcessSpec, bool>(
            "cleanupPidOnExit", new FlagKind(), spec => spec.Launch.CleanupPidOnExit, (spec, value) => spec.Launching(launch => launch with { CleanupPidOnExit = value }))
        {
            NeedsRestart = true, Setting = "pidManagement.cleanupPidOnExit", Wire = "cleanupPidOnExit", Says = "remove the PID file when the process exits",
        },
        new Key<ProcessSpec, InputMode>(
            "stdin", new ChoiceKind<InputMode>(("empty", InputMode.Empty), ("open", InputMode.Open)), spec => spec.Launch.Stdin,
            (spec, value) => spec.Launching(launch => launch with { Stdin = value }))
        {
            NeedsRestart = true, IsInDigest = true, Wire = "stdin", Says = "end standard input immediately, or keep it open without data ([when to use it](operating.md#what-a-program-should-do))",
        },
        new Key<ProcessSpec, OutputMode>(
            "output", new ChoiceKind<OutputMode>(("merged", OutputMode.Merged), ("separate", OutputMode.Separate), ("pipe", OutputMode.Pipe)), spec => spec.Launch.Log.Output,
            (spec, value) => spec.Logging(log => log with { Output = value }))
        {
            NeedsRestart = true, Wire = "output", Says = "write both outputs to one log in exact order, write standard error to a separate log, or write both to one log through a pipe ([when to use it](operating.md#output-through-a-pipe))",
        },
        new Key<ProcessSpec, string>(
            "logDir", new PathKind(PathTarget.Folder), spec => Path.GetDirectoryName(spec.Launch.Log.File),
            (spec, value) => spec.Logging(log => log with { File = Path.Combine(value, spec.Id + ".log") }))
        {
            NeedsRestart = true, IsSecret = true, IsOnlySetting = true, Setting = "logging.dir", DefaultSays = $"`{LogSpec.DefaultDirectory}`", Says = "the folder of the log files, `<id>.log`",
        },
        new Key<ProcessSpec, bool>("logProcessOutput", new FlagKind(), spec => spec.Launch.Log.Keep, (spec, value) => spec.Logging(log => log with { Keep = value }))
        {
            NeedsRestart = true, IsOnlySetting = true, Setting = "logging.logProcessOutput", Says = "write the output of processes to log files",
        },
        new Key<ProcessSpec, long>(
            "logMaxSize", new SizeKind(LeastLogSize, MostLogSize), spec => spec.Launch.Log.MaxSize, (spec, value) => spec.Logging(log => log with { MaxSize = value }))
        {
            NeedsRestart = true, IsOnlySetting = true, Setting = "logging.maxSize",
            Says = "the size above which a log is rotated, even while the program runs ([how](operating.md#rotation))",
        },
        new Key<ProcessSpec, int>(
            "logMaxFiles", new CountKind(1, MostLogFiles), spec => spec.Launch.Log.MaxFiles, (spec, value) => spec.Logging(log => log with { MaxFiles = value }))
        {
            NeedsRestart = true, IsOnlySetting = true, Setting = "logging.maxFiles", Says = "the number of rotated files to keep",
        },
        new SectionKey<ProcessSpec>("healthCheck", spec => spec.Checking(check => check))
        {
            Setting = "defaultHealthCheck", ShortForm = new HealthCheckForm(), DefaultSays = "see below", Says = "how the server checks that the process works. `true` is short for `{ enabled: true }`, a path for `{ enabled: true, path: … }`; a map without `enabled` is off, unless `defaultHealthCheck` enables it",
        },
        new Key<ProcessSpec, bool>("healthCheck.enabled", new FlagKind(), spec => spec.HealthCheck?.Enabled ?? false, (spec, value) => spec.Checking(check => check with { Enabled = value }))
        {
            Setting = "defaultHealthCheck.enabled", InForce = spec => HasHealthCheck(spec), Says = "check the health of the process",
        },
        new Key<ProcessSpec, string>("healthCheck.path", new TextKind("path or http(s) URL", HealthPath.Check), spec => spec.HealthCheck?.Path, (spec, value) => spec.Checking(check => check with { Path = value }))
        {
            Setting = "defaultHealthCheck.path", SettingNames = InstanceText.Names, IsCompared = HasHealthCheck, IsSecret = true,
            InForce = InstanceHealth.Shown, Wire = "healthCheck.url", Says = "the path or URL to request; a full URL is used as it is",
        },
        new Key<ProcessSpec, string>("the Host of the health check", new TextKind("text", RouteHeaders.CheckHost), spec => spec.HealthCheck?.Host, (spec, value) => spec.Checking(check => check with { Host = value }))
        {
            IsDerived = true, IsCompared = HasHealthCheck,
        },
        new Key<ProcessSpec, TimeSpan>(
            "healthCheck.interval", new DurationKind(1), spec => spec.HealthCheck?.Interval, (spec, value) => spec.Checking(check => check with { Interval = value }))
        {
            Setting = "defaultHealthCheck.interval", IsCompared = HasHealthCheck, Wire = "healthCheck.interval", Says = "the time between two probes",
        },
        new Key<ProcessSpec, TimeSpan>(
            "healthCheck.timeout", new DurationKind(1), spec => spec.HealthCheck?.Timeout, (spec, value) => spec.Checking(check => check with { Timeout = value }))
        {
            Setting = "defaultHealthCheck.timeout", IsCompared = HasHealthCheck, Wire = "healthCheck.timeout", Says = "the time to wait for a response",
        },
        new Key<ProcessSpec, int>(
            "healthCheck.retries", new CountKind(1, MostRetries), spec => spec.HealthCheck?.Retries, (spec, value) => spec.Checking(check => check with { Retries = value }))
        {
            Setting = "defaultHealthCheck.retries", IsCompared = HasHealthCheck, Wire = "healthCheck.retries", Says = "the number of consecutive failures that make the process unhealthy",
        },
        new Key<ProcessSpec, TimeSpan>(
            "healthCheck.startPeriod", new DurationKind(0), spec => spec.HealthCheck?.StartPeriod, (spec, value) => spec.Checking(check => check with { StartPeriod = value }))
        {
            Setting = "defaultHealthCheck.startPeriod", IsCompared = HasHealthCheck, Wire = "healthCheck.startPeriod",
            Says = "the time after a start in which failures do not count, until the first success",
        },
        new Key<ProcessSpec, UnhealthyAction>(
            "healthCheck.onUnhealthy", new ChoiceKind<UnhealthyAction>(("restart", UnhealthyAction.Restart), ("report", UnhealthyAction.Report)),
            spec => spec.HealthCheck?.OnUnhealthy, (spec, value) => spec.Checking(check => check with { OnUnhealthy = value }))
        {
            Setting = "defaultHealthCheck.onUnhealthy", IsCompared = HasHealthCheck, Wire = "healthCheck.onUnhealthy", Says = "restart the process, or only report its health",
        },
        new Key<ProcessSpec, long>("maxMemory", new SizeKind(LeastMemory, MostMemory), spec => spec.MaxMemory, (spec, value) => spec with { MaxMemory = value })
        {
            Wire = "maxMemory", Says = "the memory limit; a process that stays above it is restarted ([how](monitor.md#a-limit-for-memory))",
        },
        new Key<ProcessSpec, ValueList<Dependency>>("dependsOn", new DependenciesKind(), spec => spec.DependsOn, (spec, value) => spec with { DependsOn = value })
        {
            Wire = "dependsOn",
            Says = "the processes that must be ready before this one starts: `healthy` if they have a health check, `completed` (exited with code 0) if `restartOnExit` is false, otherwise `started` ([how](#what-depends-on-others))",
        },
        new SectionKey<ProcessSpec>("schedule", spec => spec.Scheduling(schedule => schedule))
        {
            MainKey = "cron", Says = "run the process at certain times instead of continuously ([how](schedules.md))",
        },
        new Key<ProcessSpec, string>("schedule.cron", new TextKind("text", ScheduleChecks.Cron), spec => spec.Schedule?.Cron, (spec, value) => spec.Scheduling(schedule => schedule with { Cron = value }))
        {
            IsRequired = true, Wire = "schedule.cron",
            Says = "minute, hour, day of the month, month, day of the week; or six fields, with the second first; or a macro such as `@daily` or `@hourly`. Use quotes, because `*` and `@` have a special meaning in YAML",
        },
        new Key<ProcessSpec, string>("schedule.timezone", new TextKind("IANA id", ScheduleChecks.TimeZone), spec => spec.Schedule?.TimeZone, (spec, value) => spec.Scheduling(schedule => schedule with { TimeZone = value }))
        {
            Wire = "schedule.timezone", DefaultSays = "that of the machine", Says = "the time zone, such as `Europe/Berlin` or `UTC`; case-sensitive",
        },
        new Key<ProcessSpec, OverlapAction>(
            "schedule.overlap", Overlaps,
            spec => spec.Schedule?.Overlap, (spec, value) => spec.Scheduling(schedule => schedule with { Overlap = value }))
        {
            Wire = "schedule.overlap", Says = "what to do when the previous run has not finished: skip this run, run once more as soon as it finishes, or stop it and run",
        },
        new Key<ProcessSpec, TimeSpan>(
            "schedule.maxDuration", new DurationKind(1), spec => spec.Schedule?.MaxDuration, (spec, value) => spec.Scheduling(schedule => schedule with { MaxDuration = value }))
        {
            Wire = "schedule.maxDuration", Says = "the longest time a run may take; a run that takes longer is stopped and counts as failed",
        },
    ]);

    /// <summary>Returns the keys of a command that runs before or beside the program.</summary>
    private static IEnumerable<Key<ProcessSpec>> OfCommand(
        string section, Func<ProcessSpec, CommandSpec?> get, Func<ProcessSpec, Func<CommandSpec, CommandSpec>, ProcessSpec> with) =>
    [
        new Key<ProcessSpec, string>(
            $"{section}.command", new PathKind(PathTarget.Program), spec => get(spec)?.Command, (spec, value) => with(spec, command => command with { Command = value }))
        {
            IsRequired = true, TypeSays = "path", Wire = $"{section}.command", Says = "the program: a name found in the PATH, or a path relative to `cwd`",
        },
        new Key<ProcessSpec, ValueList<string>>(
            $"{section}.args", new TextsKind(), spec => get(spec)?.Args, (spec, value) => with(spec, command => command with { Args = value }))
        {
            IsSecret = true, Says = "the arguments, one per list item",
        },
    ];

    private static bool HasHealthCheck(ProcessSpec spec) => spec.HealthCheck is not null;
}
