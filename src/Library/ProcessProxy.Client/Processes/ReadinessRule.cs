namespace ProcessProxy;

/// <summary>Decides whether a process is ready. All code that waits for processes or reports on them uses this class, so that it agrees.</summary>
internal static class ReadinessRule
{
    /// <summary>Returns whether a process is available: it is running and, if it has a health check, healthy.</summary>
    public static bool IsReady(RunState state, HealthState health) => state == RunState.Running && health is HealthState.None or HealthState.Healthy;

    /// <summary>Does the same for a process: of several instances, one is enough, and one that sleeps is started by the next request.</summary>
    public static bool IsReady(ProcessInfo process) =>
        process.Asleep || (process.Instances is { } instances ? instances.Any(IsReady) : IsReady(process.State, process.Health));

    /// <summary>
    /// Returns whether nothing is wrong with a running process: its health check has not found it unhealthy, or has no result yet. Of several instances, all
    /// must be up; one that sleeps is not down.
    /// </summary>
    public static bool IsUp(ProcessInfo process) =>
        process.Asleep || (process.Instances is { } instances ? instances.All(IsUp) : process is { State: RunState.Running, Health: not HealthState.Unhealthy });

    /// <summary>Returns whether a process is at rest after a run that exited with code 0.</summary>
    public static bool HasEndedWell(ProcessInfo process) => process is { State: RunState.Stopped, LastExit.Code: 0 };
}
