using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.MacOS;
using ProcessProxy.Platform.Windows;

namespace ProcessProxy.Platform.Processes;

/// <summary>When a process was started, by clocks that nobody sets: with its number it names one process for ever.</summary>
/// <param name="Boot">The boot of the machine; a number of another boot means nothing. Empty on macOS, whose times are those of the calendar.</param>
/// <param name="Ticks">When the system started it, in units of the system.</param>
internal readonly record struct ProcessBirth(string Boot, ulong Ticks)
{
    /// <summary>That of this process.</summary>
    public static ProcessBirth OfThis { get; } = Of(Environment.ProcessId) ?? new ProcessBirth("", 0);

    /// <summary>That of the living process with a number; null when there is none, or it cannot be seen.</summary>
    public static ProcessBirth? Of(int pid)
    {
        if (pid <= 0)
        {
            return null;
        }

        if (OperatingSystem.IsLinux())
        {
            return ProcFs.ReadStat(pid) is { IsDead: false } stat ? new ProcessBirth(ProcFs.ReadBootId(), stat.StartTicks) : null;
        }

        if (OperatingSystem.IsMacOS())
        {
            return DarwinProcess.TryLook(pid, zombies: false) is { IsDead: false } info ? new ProcessBirth("", info.StartTicks) : null;
        }

        if (!OperatingSystem.IsWindows())
        {
            return null;
        }

        using var process = NativeProcess.Open(NativeProcess.QueryLimited | NativeProcess.Synchronize, inherit: false, pid);
        return !process.IsInvalid && NativeProcess.IsAlive(process) ? new ProcessBirth(BootTime.Id(), NativeProcess.CreationTime(process)) : null;
    }
}
