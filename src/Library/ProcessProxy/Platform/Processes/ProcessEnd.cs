namespace ProcessProxy.Platform.Processes;

/// <summary>How a process ended: a code, or a signal, or neither when nobody could see it.</summary>
internal readonly record struct ProcessEnd(int? Code, int? Signal)
{
    /// <summary>The end of a process whose exit code could not be seen.</summary>
    public static ProcessEnd Unknown { get; } = new(null, null);

    /// <summary>Reads a wait status as <c>wait(2)</c> gives it.</summary>
    public static ProcessEnd FromWaitStatus(int status) =>
        (status & 0x7F) == 0 ? new((status >> 8) & 0xFF, null) : new(null, status & 0x7F);
}
