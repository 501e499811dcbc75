namespace ProcessProxy.Platform.Processes;

/// <summary>When a process was started, by clocks that nobody sets: with its number it names one process for ever.</summary>
/// <param name="Boot">The boot of the machine; a number of another boot means nothing. Empty on macOS, whose times are those of the calendar.</param>
/// <param name="Ticks">When the system started it, in units of the system.</param>
internal readonly record struct ProcessBirth(string Boot, ulong Ticks)
{
    /// <summary>That of this process.</summary>
    public static ProcessBirth OfThis { get; } = Of(Environment.ProcessId) ?? new ProcessBirth("", 0);

    /// <summary>That of the living process with a number; null when there is none, or it cannot be seen.</summary>
    public static ProcessBirth? Of(int pid) => pid <= 0 ? null : CurrentPlatform.Processes.BirthOf(pid);
}
