namespace ProcessProxy.Platform.Processes;

/// <summary>The end of a process: a code, or a signal, or neither if it was not seen.</summary>
internal readonly record struct ProcessEnd(int? Code, int? Signal)
{
    /// <summary>Gets the end of a process whose exit code could not be seen.</summary>
    public static ProcessEnd Unknown { get; } = new(null, null);

    /// <summary>Reads a wait status of <c>wait(2)</c>.</summary>
    public static ProcessEnd FromWaitStatus(int status) =>
        (status & 0x7F) == 0 ? new((status >> 8) & 0xFF, null) : new(null, status & 0x7F);
}
