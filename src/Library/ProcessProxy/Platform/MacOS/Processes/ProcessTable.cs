using ProcessProxy.Platform.MacOS.Files;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>Reads all processes of the machine.</summary>
internal static class ProcessTable
{
    /// <summary>Returns the living processes that we may read.</summary>
    /// <exception cref="IOException">They cannot be listed.</exception>
    public static IReadOnlyList<TableEntry> Sweep()
    {
        var entries = new List<TableEntry>(256);
        foreach (var pid in DarwinProcess.Pids())
        {
            // A process that may not be read belongs to another user, and may not be signaled either.
            if (pid > 1 && DarwinProcess.TryLook(pid, zombies: false) is { IsDead: false } info)
            {
                var (run, id) = Marks(pid);
                entries.Add(new TableEntry(pid, info.Name, info.Group, LibSystem.Session(pid), info.StartTicks, run, id));
            }
        }

        return entries;
    }

    /// <summary>Returns the mark and ID of a process, from its environment or, if the system hides it, from the lock it inherited.</summary>
    public static (string? Run, string? Id) Marks(int pid) =>
        SystemControl.ReadMarks(pid) is { Run: not null } marks ? marks : OutputLock.MarksOf(pid);
}
