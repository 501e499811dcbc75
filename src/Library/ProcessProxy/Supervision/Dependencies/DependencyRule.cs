namespace ProcessProxy.Supervision.Dependencies;

/// <summary>How a process stands to those that depend on it.</summary>
internal enum DependencyStanding
{
    /// <summary>They may start.</summary>
    Ready,

    /// <summary>It will be ready by itself, as far as can be told.</summary>
    Coming,

    /// <summary>It will not be ready before somebody does something.</summary>
    Down,
}

/// <summary>
/// When a dependency is ready: it is healthy where it has a health check, has ended with code 0 where it is to do something once and end
/// (<see cref="Configuration.ProcessSpec.IsOneShot"/>), and runs else.
/// </summary>
internal static class DependencyRule
{
    /// <summary>How a process stands to those that depend on it; one that is not configured is null.</summary>
    public static DependencyStanding Of(ProcessReadiness? found) => found switch
    {
        null => DependencyStanding.Down,

        // While what its run has left behind is being ended, that run is not over.
        { HasCompleted: true } => found.State == RunState.Stopping ? DependencyStanding.Coming : DependencyStanding.Ready,
        { HasCompleted: null, State: RunState.Running, Health: HealthState.Healthy or HealthState.None } => DependencyStanding.Ready,
        { State: RunState.Stopped or RunState.Failed or RunState.Stopping, WillRun: false } => DependencyStanding.Down,
        { State: RunState.Stopped or RunState.Starting or RunState.Running or RunState.Stopping or RunState.Backoff or RunState.Failed } => DependencyStanding.Coming,
        _ => throw new ArgumentOutOfRangeException(nameof(found), found.State, null),
    };

    /// <summary>Why who depends on it cannot start, as the rest of a sentence; null when it can, or will by itself.</summary>
    public static string? WhyDown(string id, ProcessReadiness? found) => Of(found) != DependencyStanding.Down ? null
        : found is null ? $"waits for {id}, which is not configured"
        : found.HasCompleted is null ? $"waits for {id}, which is {Word(found.State)}"
        : $"waits for {id}, which must end with code 0 first and is {Word(found.State)} ({found.Reason})";

    /// <summary>Why who depends on it could not start again now, as the rest of a sentence; null when it could, or would soon.</summary>
    public static string? WhyNotAgain(string id, ProcessReadiness? found) =>
        found is { State: RunState.Running, Health: HealthState.Unhealthy } ? $"depends on {id}, which is unhealthy" : WhyDown(id, found);

    /// <summary>Why who depends on it would not start at once, as the rest of a sentence; null when it would.</summary>
    public static string? WhyNotNow(string id, ProcessReadiness? found) => Of(found) == DependencyStanding.Ready ? null : WhyNotAgain(id, found) ?? found!.State switch
    {
        RunState.Running => $"depends on {id}, which has not been found healthy yet",
        RunState.Backoff => $"depends on {id}, which waits for its next start",
        _ => $"depends on {id}, which is {Word(found.State)}",
    };

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
