namespace ProcessProxy.Platform.Processes;

/// <summary>The start of a process, on clocks that nobody sets: with its number, it identifies one process permanently.</summary>
/// <param name="Boot">The boot of the machine; a number of another boot means nothing. Empty on macOS, whose times are calendar times.</param>
/// <param name="Ticks">The start time, in units of the system.</param>
internal readonly record struct ProcessBirth(string Boot, ulong Ticks)
{
    /// <summary>Gets the birth of this process.</summary>
    public static ProcessBirth OfThis { get; } = Of(Environment.ProcessId) ?? new ProcessBirth("", 0);

    /// <summary>Returns the birth of the living process with a number, or null if there is none, or it is not visible.</summary>
    public static ProcessBirth? Of(int pid) => pid <= 0 ? null : CurrentPlatform.Processes.BirthOf(pid);
}
