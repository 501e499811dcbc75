using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Keeping;

namespace ProcessProxy.Tests.Supervision;

/// <summary>Process specifications for tests, with the contract's defaults.</summary>
internal static class Specs
{
    public static ProcessSpec Process(
        string id = "web",
        bool enabled = true,
        int maxRestarts = 10,
        int restartDelay = 2000,
        RestartBackoff backoff = RestartBackoff.Constant,
        bool onExit = true,
        HealthCheckSpec? healthCheck = null,
        LaunchSpec? launch = null,
        long? maxMemory = null,
        ScheduleSpec? schedule = null,
        params string[] dependsOn) => new()
    {
        Id = id,
        Name = id,
        Enabled = enabled,
        Launch = launch ?? Launch(id),
        Restart = new RestartSpec
        {
            OnExit = onExit ? RestartCondition.Always : RestartCondition.Never,
            Delay = TimeSpan.FromMilliseconds(restartDelay),
            Max = maxRestarts,
            Backoff = backoff,
            MaxDelay = TimeSpan.FromSeconds(60),
            ResetAfter = TimeSpan.FromSeconds(60),
        },
        Stop = new StopSpec(),
        HealthCheck = healthCheck,
        MaxMemory = maxMemory,
        DependsOn = [.. dependsOn.Select(id => new Dependency(id))],
        Schedule = schedule,
    };

    /// <summary>A job. Failed runs are not tried again unless asked for.</summary>
    public static ProcessSpec Job(
        string cron = "0 * * * *", string? zone = "UTC", OverlapAction overlap = OverlapAction.Skip, int? maxDuration = null, bool retries = false,
        bool enabled = true, int maxRestarts = 10, LaunchSpec? launch = null) => Process(
        "job", enabled, maxRestarts, onExit: retries, launch: launch, schedule: new()
        {
            Cron = cron, TimeZone = zone, Overlap = overlap, MaxDuration = maxDuration is { } most ? TimeSpan.FromMilliseconds(most) : null,
        });

    public static LaunchSpec Launch(string id, string directory = "/nowhere", string command = "true", params string[] args) => new()
    {
        Command = command,
        Args = [.. args],
        Cwd = directory,
        PidFile = Path.Combine(directory, id + ".pid"),
        CleanupPidOnExit = true,
        Log = new LogSpec { File = Path.Combine(directory, id + ".log"), Keep = true, MaxSize = 50 << 20, MaxFiles = 5 },
    };

    public static HealthCheckSpec HealthCheck(int retries = 3, UnhealthyAction onUnhealthy = UnhealthyAction.Restart) => new()
    {
        Url = new Uri("http://localhost:1/health"),
        Interval = TimeSpan.FromSeconds(30),
        Timeout = TimeSpan.FromSeconds(5),
        Retries = retries,
        StartPeriod = TimeSpan.FromSeconds(30),
        OnUnhealthy = onUnhealthy,
    };
}
