namespace ProcessProxy.Configuration;

/// <summary>Every default of a process and of what concerns them all. Defaults live here and nowhere else.</summary>
internal static class ProcessDefaults
{
    public const bool Enabled = true;
    public const bool RestartOnExit = true;
    public const int MaxRestarts = 10;
    public const RestartBackoff Backoff = RestartBackoff.Constant;
    public const string StopSignal = "SIGTERM";
    public const string PidDirectory = "./pids";
    public const bool CleanupPidOnExit = true;
    public const bool SeparateOutput = false;

    public const bool HealthCheckEnabled = false;
    public const string HealthCheckPath = "/health";
    public const int HealthCheckRetries = 3;
    public const UnhealthyAction OnUnhealthy = UnhealthyAction.Restart;

    /// <summary>Who schedules a job expects one run each time; more are to be asked for.</summary>
    public const bool RestartJobOnExit = false;
    public const OverlapAction Overlap = OverlapAction.Skip;

    public const string LogDirectory = "./logs";
    public const bool LogProcessOutput = true;
    public const bool LogHealthChecks = false;
    public const bool LogRestarts = true;
    public const long LogMaxSize = 50L << 20;
    public const int LogMaxFiles = 5;

    public const bool DetachOnExit = false;

    public static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan MaxRestartDelay = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan ResetAfter = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan HealthCheckInterval = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan HealthCheckTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan HealthCheckStartPeriod = TimeSpan.FromSeconds(30);
}
