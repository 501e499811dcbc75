namespace ProcessProxy;

/// <summary>Decides whether a process is ready. Whoever waits for a process or reports on it asks here, so that all say the same.</summary>
internal static class ReadinessRule
{
    /// <summary>Whether a process can be used: it runs and is healthy, if it has a health check.</summary>
    public static bool IsReady(RunState state, HealthState health) => state == RunState.Running && health is HealthState.None or HealthState.Healthy;

    /// <inheritdoc cref="IsReady(RunState, HealthState)"/>
    public static bool IsReady(ProcessInfo process) => IsReady(process.State, process.Health);

    /// <summary>Whether nothing is wrong with a process that runs: a health check has not found it unhealthy, or has not found out yet.</summary>
    public static bool IsUp(ProcessInfo process) => process is { State: RunState.Running, Health: not HealthState.Unhealthy };

    /// <summary>Whether a process is at rest after a run that ended with code 0.</summary>
    public static bool HasEndedWell(ProcessInfo process) => process is { State: RunState.Stopped, LastExit.Code: 0 };
}
