using ProcessProxy.Platform.MacOS.Files;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>Looks at all processes of the machine.</summary>
internal static class ProcessTable
{
    /// <summary>The living processes that we may look at now.</summary>
    /// <exception cref="IOException">They cannot be listed.</exception>
    public static IReadOnlyList<TableEntry> Sweep()
    {
        var entries = new List<TableEntry>(256);
        foreach (var pid in DarwinProcess.Pids())
        {
            // What may not be looked at belongs to another user, and may not be signalled either.
            if (pid > 1 && DarwinProcess.TryLook(pid, zombies: false) is { IsDead: false } info)
            {
                var (run, id) = Marks(pid);
                entries.Add(new TableEntry(pid, info.Name, info.Group, LibSystem.Session(pid), info.StartTicks, run, id));
            }
        }

        return entries;
    }

    /// <summary>The mark and id of a process, by its environment or, where the system hides that, by the lock it inherited.</summary>
    public static (string? Run, string? Id) Marks(int pid) =>
        SystemControl.ReadMarks(pid) is { Run: not null } marks ? marks : OutputLock.MarksOf(pid);
}
