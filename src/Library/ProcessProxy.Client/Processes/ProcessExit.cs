namespace ProcessProxy;

/// <summary>The end of a run.</summary>
/// <param name="Code">The exit code; null if a signal ended the run or the code could not be seen.</param>
/// <param name="Signal">The name of the signal that ended the run (<c>SIGKILL</c>); null if it exited by itself.</param>
/// <param name="At">The time the end was seen, in UTC.</param>
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
