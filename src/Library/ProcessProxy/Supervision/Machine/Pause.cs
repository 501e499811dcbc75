namespace ProcessProxy.Supervision.Machine;

/// <summary>The delay before the next attempt; only in <see cref="Phase.Backoff"/>.</summary>
/// <param name="NextAttemptAt">The time of the attempt, for display.</param>
/// <param name="IsOver">Whether the delay is over, and the attempt only waits for the leftovers of the last run.</param>
internal sealed record Pause(DateTimeOffset NextAttemptAt, bool IsOver);
