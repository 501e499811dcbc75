namespace ProcessProxy.Supervision.Groups;

/// <summary>
/// The place of one program of a process. Each instance has two, so that a new program can run beside the old one. A program keeps its seat as long as
/// it runs; which of the two serves is decided by the group.
/// </summary>
/// <param name="Instance">The number of the instance; from 1.</param>
/// <param name="IsSecond">Whether it is the second of the two seats of the instance.</param>
internal readonly record struct Seat(int Instance, bool IsSecond = false)
{
    /// <summary>Gets the other seat of the instance.</summary>
    public Seat Other => this with { IsSecond = !IsSecond };

    /// <summary>Returns the number of the instance, with a prime for the second seat.</summary>
    public override string ToString() => IsSecond ? $"{Instance}'" : $"{Instance}";
}
