using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Dependencies;

/// <summary>Specifies whether the dependents of a process may start.</summary>
internal enum DependencyStanding
{
    /// <summary>Dependents may start.</summary>
    Ready,

    /// <summary>The process will probably become ready by itself.</summary>
    Coming,

    /// <summary>The process will not become ready until somebody acts.</summary>
    Down,
}

/// <summary>
/// Decides when a dependency is ready. Without a condition, a process that does its work once and exits (<see cref="ProcessSpec.IsOneShot"/>) is ready when it
/// has exited with code 0; any other process when it is running and, if it has a health check, healthy.
/// </summary>
internal static class DependencyRule
{
    /// <summary>Returns the readiness of a process for one that depends on it; null stands for a process that is not configured.</summary>
    public static DependencyStanding Of(ProcessReadiness? found, DependencyCondition? condition = null) =>
        found is null ? DependencyStanding.Down : IsReady(found, condition) ? DependencyStanding.Ready : found switch
        {
            { State: RunState.Stopped or RunState.Failed or RunState.Stopping, WillRun: false } when !IsOver(found, condition) => DependencyStanding.Down,
            { State: RunState.Stopped or RunState.Starting or RunState.Running or RunState.Stopping or RunState.Backoff or RunState.Failed } => DependencyStanding.Coming,
            _ => throw new ArgumentOutOfRangeException(nameof(found), found.State, null),
        };

    /// <summary>Returns why a dependent cannot start, as the rest of a sentence, or null if it can, or will by itself.</summary>
    public static string? WhyDown(Dependency on, ProcessReadiness? found) => Of(found, on.Condition) != DependencyStanding.Down ? null
        : found is null ? $"waits for {on.Id}, which is not configured"
        : Condition(found, on.Condition) == DependencyCondition.Completed
            ? $"waits for {on.Id}, which must end with code 0 first and is {Word(found.State)} ({found.Reason})"
        : $"waits for {on.Id}, which is {Word(found.State)}";

    /// <summary>Returns why a dependent could not start again now, as the rest of a sentence, or null if it could, or could soon.</summary>
    public static string? WhyNotAgain(Dependency on, ProcessReadiness? found) =>
        found is { State: RunState.Running, Health: HealthState.Unhealthy } && Condition(found, on.Condition) == DependencyCondition.Healthy
            ? $"depends on {on.Id}, which is unhealthy"
            : WhyDown(on, found);

    /// <summary>Returns why a dependent would not start immediately, as the rest of a sentence, or null if it would.</summary>
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
        DependencyCondition.Healthy => found.IsReady,

        // A run is not over while its leftovers are being ended.
        DependencyCondition.Completed => found is { HasCompleted: true, State: not RunState.Stopping },
        var other => throw new ArgumentOutOfRangeException(nameof(named), other, "There is no such condition."),
    };

    /// <summary>Returns whether the awaited work is done, and only its leftovers are still being ended.</summary>
    private static bool IsOver(ProcessReadiness found, DependencyCondition? named) => Condition(found, named) == DependencyCondition.Completed && found.HasCompleted;

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
