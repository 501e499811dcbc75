namespace ProcessProxy.Supervision.Groups;

/// <summary>An action that the group requests.</summary>
internal abstract record GroupEffect
{
    private GroupEffect()
    {
    }

    /// <summary>Supervise a program in this seat.</summary>
    /// <param name="Seat">The seat.</param>
    /// <param name="IsNew">Whether it runs beside another one of the instance that serves.</param>
    public sealed record Open(Seat Seat, bool IsNew) : GroupEffect;

    /// <summary>Start the program.</summary>
    public sealed record Launch(Seat Seat, string By) : GroupEffect;

    /// <summary>Start the program with the current configuration; nothing of it runs.</summary>
    public sealed record Renew(Seat Seat, string By) : GroupEffect;

    /// <summary>Report when the new program had enough time to become ready.</summary>
    public sealed record AwaitReady(long Number) : GroupEffect;

    /// <summary>Report when the new program has gone on to answer for long enough.</summary>
    public sealed record AwaitProof(long Number) : GroupEffect;

    /// <summary>Give the new program the names of its instance, and the old one those beside them.</summary>
    public sealed record TakeOver(Seat New, Seat Old) : GroupEffect;

    /// <summary>Let the program answer what it has, and report when this is over.</summary>
    public sealed record Drain(Seat Seat) : GroupEffect;

    /// <summary>Stop the program.</summary>
    public sealed record End(Seat Seat, string By) : GroupEffect;

    /// <summary>Release the seat: nothing of its program is left.</summary>
    public sealed record Close(Seat Seat) : GroupEffect;

    /// <summary>Start what the process depends on, if it sleeps.</summary>
    public sealed record WakeDependencies : GroupEffect;

    /// <summary>Tell those who wait for the replacement how it ended.</summary>
    /// <param name="Refusal">Why it did not happen, as the rest of a sentence; null if it did.</param>
    /// <param name="IsFailure">Whether the new program has failed.</param>
    public sealed record Settle(string? Refusal = null, bool IsFailure = false) : GroupEffect;
}

/// <summary>The result of an event.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">The actions, in this order, after the state is saved.</param>
internal readonly record struct GroupTransition(GroupState State, params IReadOnlyList<GroupEffect> Effects);
