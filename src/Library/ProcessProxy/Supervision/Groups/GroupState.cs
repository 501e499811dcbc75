using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Groups;

/// <summary>
/// What is decided about the instances of a process: how many there are, which program serves for each, and which replacement is under way. Replaced as a whole, by
/// <see cref="GroupMachine"/> only.
/// </summary>
internal sealed record GroupState
{
    /// <summary>Gets the instances, in order of their numbers.</summary>
    public ValueList<Member> Members { get; init; } = [];

    /// <summary>Gets the programs that no longer serve, or never have, and are about to end.</summary>
    public ValueList<Leaver> Leaving { get; init; } = [];

    /// <summary>Gets the replacement under way; null if there is none.</summary>
    public Replacement? Replacement { get; init; }

    /// <summary>Gets the instances that are replaced after that, in order.</summary>
    public ValueList<int> Pending { get; init; } = [];

    /// <summary>Gets the instances that the replacement is about, including those that are done.</summary>
    public ValueList<int> Round { get; init; } = [];

    /// <summary>Gets the origin of the replacement, in words.</summary>
    public string By { get; init; } = "";

    /// <summary>Gets the number of replacements and timers so far. A timer with another number changes nothing.</summary>
    public long Number { get; init; }

    /// <summary>Gets the number of instances that a command has set; null for the configured one.</summary>
    public int? Scaled { get; init; }

    /// <summary>Gets whether the instances should run: new ones are started.</summary>
    public bool IsUp { get; init; }

    /// <summary>Gets whether the process was stopped because no request came, and starts with the next one.</summary>
    public bool IsAsleep { get; init; }

    /// <summary>Gets how the last replacement has failed; null if it has not.</summary>
    public ReplacementFailure? Failure { get; init; }

    /// <summary>Gets whether a replacement is under way or about to begin.</summary>
    public bool IsReplacing => Replacement is not null || Pending.Count > 0;

    /// <summary>Returns the member that has a seat; null if none has.</summary>
    public Member? At(Seat seat) => Members.FirstOrDefault(member => member.Seat == seat);
}

/// <summary>An instance, with the program that serves for it.</summary>
/// <param name="Seat">The seat of the program.</param>
internal sealed record Member(Seat Seat)
{
    /// <summary>Gets whether it can answer.</summary>
    public bool CanAnswer { get; init; }

    /// <summary>Gets whether its program runs, or will without a command.</summary>
    public bool IsAlive { get; init; }

    /// <summary>Gets whether its program is not what the configuration describes.</summary>
    public bool IsOutdated { get; init; }
}

/// <summary>A program that is about to end.</summary>
/// <param name="Seat">Its seat.</param>
/// <param name="IsDraining">Whether it still answers the requests that it has.</param>
/// <param name="By">Why it ends, as an origin in words.</param>
internal sealed record Leaver(Seat Seat, bool IsDraining, string By);

/// <summary>A replacement of one instance.</summary>
/// <param name="New">The seat of the new program.</param>
/// <param name="CanAnswer">Whether the new program can answer, and must only go on to.</param>
internal sealed record Replacement(Seat New, bool CanAnswer = false);
