using System.Globalization;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>The number of kernel out-of-memory kills when a run was launched or found.</summary>
/// <param name="pid">The program.</param>
/// <param name="cgroup">The run's own group, which counts if the memory controller is enabled.</param>
internal sealed class MemoryKills(int pid, ControlGroup? cgroup)
{
    private const string Counter = "oom_kill ";
    private readonly long? own = OfGroup(cgroup);
    private readonly long? machine = OfMachine();

    /// <summary>Returns whether the kernel has killed the program since then, according to the counters and its log.</summary>
    /// <param name="isProgram">Whether the program itself was killed, not one of its children.</param>
    public MemoryKill Since(bool isProgram)
    {
        if (OfGroup(cgroup) > (own ?? 0))
        {
            return MemoryKill.Certain;
        }

        return !(OfMachine() > machine) ? MemoryKill.None : (isProgram ? KernelLog.TellsOfKill(pid) : null) switch
        {
            true => MemoryKill.Certain,
            false => MemoryKill.None,
            null => MemoryKill.Likely,
        };
    }

    /// <summary>Returns the counter in the lines of <c>memory.events</c> or <c>/proc/vmstat</c>, or null if it is missing.</summary>
    internal static long? Read(string lines)
    {
        foreach (var line in lines.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(Counter, StringComparison.Ordinal)
                && long.TryParse(line[Counter.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return count;
            }
        }

        return null;
    }

    private static long? OfGroup(ControlGroup? group) => group is null ? null : Read(group.MemoryEvents);

    private static long? OfMachine()
    {
        try
        {
            return Read(File.ReadAllText("/proc/vmstat"));
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            // Then nothing is reported about memory.
            return null;
        }
    }
}
