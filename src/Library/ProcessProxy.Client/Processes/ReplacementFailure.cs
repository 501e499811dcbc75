namespace ProcessProxy;

/// <summary>How the replacement of a running program by a new one has failed. The old one continues.</summary>
/// <param name="At">The time, in UTC.</param>
/// <param name="Reason">The reason, as text.</param>
public sealed record ReplacementFailure(DateTimeOffset At, string Reason)
{
    /// <summary>Returns the reason.</summary>
    public override string ToString() => Reason;
}
