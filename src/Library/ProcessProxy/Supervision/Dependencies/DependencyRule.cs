using ProcessProxy.Configuration;

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
/// When a dependency is ready. Where no condition is named: when it has ended with code 0 where it is to do something once and end
/// (<see cref="ProcessSpec.IsOneShot"/>), else when it runs and is healthy, if it has a health check.
/// </summary>
internal static class DependencyRule
{
    /// <summary>How a process stands to one that depends on it; one that is not configured is null.</summary>
    public static DependencyStanding Of(ProcessReadiness? found, DependencyCondition? condition = null) =>
        found is null ? DependencyStanding.Down : IsReady(found, condition) ? DependencyStanding.Ready : found switch
        {
            { State: RunState.Stopped or RunState.Failed or RunState.Stopping, WillRun: false } when !IsOver(found, condition) => DependencyStanding.Down,
            { State: RunState.Stopped or RunState.Starting or RunState.Running or RunState.Stopping or RunState.Backoff or RunState.Failed } => DependencyStanding.Coming,
            _ => throw new ArgumentOutOfRangeException(nameof(found), found.State, null),
        };

    /// <summary>Why one that depends on it cannot start, as the rest of a sentence; null when it can, or will by itself.</summary>
    public static string? WhyDown(Dependency on, ProcessReadiness? found) => Of(found, on.Condition) != DependencyStanding.Down ? null
        : found is null ? $"waits for {on.Id}, which is not configured"
        : Condition(found, on.Condition) == DependencyCondition.Completed
            ? $"waits for {on.Id}, which must end with code 0 first and is {Word(found.State)} ({found.Reason})"
        : $"waits for {on.Id}, which is {Word(found.State)}";

    /// <summary>Why one that depends on it could not start again now, as the rest of a sentence; null when it could, or would soon.</summary>
    public static string? WhyNotAgain(Dependency on, ProcessReadiness? found) =>
        found is { State: RunState.Running, Health: HealthState.Unhealthy } && Condition(found, on.Condition) == DependencyCondition.Healthy
            ? $"depends on {on.Id}, which is unhealthy"
            : WhyDown(on, found);

    /// <summary>Why one that depends on it would not start at once, as the rest of a sentence; null when it would.</summary>
    public static string? WhyNotNow(Dependency on, ProcessReadiness? found) =>
        Of(found, on.Condition) == DependencyStanding.Ready ? null : WhyNotAgain(on, found) ?? found!.State switch
        {
            RunState.Running when Condition(found, on.Condition) == DependencyCondition.Completed => $"depends on {on.Id}, which must end with code 0 first",
            RunState.Running => $"depends on {on.Id}, which has not been found healthy yet",
            RunState.Backoff => $"depends on {on.Id}, which waits for its next start",
            _ => $"depends on {on.Id}, which is {Word(found.State)}",
        };

    private static DependencyCondition Condition(ProcessReadiness found, DependencyCondition? named) =>
        named ?? (found.IsOneShot ? DependencyCondition.Completed : DependencyCondition.Healthy);

    private static bool IsReady(ProcessReadiness found, DependencyCondition? named) => Condition(found, named) switch
    {
        DependencyCondition.Started => found.State == RunState.Running,
        DependencyCondition.Healthy => ReadinessRule.IsReady(found.State, found.Health),

        // While what its run has left behind is being ended, that run is not over.
        DependencyCondition.Completed => found is { HasCompleted: true, State: not RunState.Stopping },
        var other => throw new ArgumentOutOfRangeException(nameof(named), other, "There is no such condition."),
    };

    /// <summary>Whether what is waited for has been done, and only its leftovers are still being ended.</summary>
    private static bool IsOver(ProcessReadiness found, DependencyCondition? named) => Condition(found, named) == DependencyCondition.Completed && found.HasCompleted;

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
