namespace ProcessProxy.Configuration;

/// <summary>Shows what is run in the words of the configuration file.</summary>
public static class ProcessConfigurationMap
{
    /// <summary>The configuration in force for a process, as the management API gives it.</summary>
    public static ProcessConfiguration ToConfiguration(this ProcessSpec spec) => new()
    {
        RestartOnExit = spec.Restart.OnExit,
        RestartDelay = spec.Restart.Delay,
        MaxRestarts = spec.Restart.Max,
        RestartBackoff = spec.Restart.Backoff switch
        {
            RestartBackoff.Constant => "constant",
            RestartBackoff.Exponential => "exponential",
            var other => throw new ArgumentOutOfRangeException(nameof(spec), other, "No such backoff."),
        },
        MaxRestartDelay = spec.Restart.MaxDelay,
        ResetAfter = spec.Restart.ResetAfter,
        StopSignal = spec.Stop.Signal,
        StopTimeout = spec.Stop.Timeout,
        CleanupPidOnExit = spec.Launch.CleanupPidOnExit,
        Output = spec.Launch.Log.Separate ? "separate" : "merged",
        MaxMemory = spec.MaxMemory,
        DependsOn = spec.DependsOn,
        HealthCheck = spec.HealthCheck is { } check ? ToConfiguration(check) : null,
        Schedule = spec.Schedule is { } schedule ? ToConfiguration(schedule) : null,
    };

    /// <summary>The word of the configuration file.</summary>
    internal static string ToWord(this OverlapAction overlap) => overlap switch
    {
        OverlapAction.Skip => "skip",
        OverlapAction.Queue => "queue",
        OverlapAction.Kill => "kill",
        var other => throw new ArgumentOutOfRangeException(nameof(overlap), other, "No such overlap."),
    };

    private static ScheduleConfiguration ToConfiguration(ScheduleSpec schedule) => new()
    {
        Cron = schedule.Cron,
        Timezone = schedule.TimeZone,
        Overlap = schedule.Overlap.ToWord(),
        MaxDuration = schedule.MaxDuration,
    };

    private static HealthCheckConfiguration ToConfiguration(HealthCheckSpec check) => new()
    {
        Url = check.Url.AbsoluteUri,
        Interval = check.Interval,
        Timeout = check.Timeout,
        Retries = check.Retries,
        StartPeriod = check.StartPeriod,
        OnUnhealthy = check.OnUnhealthy switch
        {
            UnhealthyAction.Restart => "restart",
            UnhealthyAction.Report => "report",
            var other => throw new ArgumentOutOfRangeException(nameof(check), other, "No such action."),
        },
    };
}
