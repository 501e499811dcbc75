namespace ProcessProxy;

/// <summary>How a run ended.</summary>
/// <param name="Code">The exit code; null when a signal ended it or nobody could see the code.</param>
/// <param name="Signal">The name of the signal that ended it (<c>SIGKILL</c>); null when it exited by itself.</param>
/// <param name="At">When the end was seen, in UTC.</param>
public sealed record ProcessExit(int? Code, string? Signal, DateTimeOffset At)
{
    /// <summary>Describes how the run ended: <c>exited with code 1</c>, <c>was ended by SIGKILL</c>.</summary>
    internal string Describe() =>
        Signal is not null ? $"was ended by {Signal}"
        : Code is not null ? $"exited with code {Code}"
        : "exited, but its exit code is not known";

    /// <summary>Returns how the run ended, as text.</summary>
    public override string ToString() => Describe();
}
