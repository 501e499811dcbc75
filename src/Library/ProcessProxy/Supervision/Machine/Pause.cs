namespace ProcessProxy.Supervision.Machine;

/// <summary>The pause before the next attempt; known in <see cref="Phase.Backoff"/> alone.</summary>
/// <param name="NextAttemptAt">When the attempt is made, for people.</param>
/// <param name="IsOver">Whether the pause is over, and only what the last run left behind keeps the attempt waiting.</param>
internal sealed record Pause(DateTimeOffset NextAttemptAt, bool IsOver);
