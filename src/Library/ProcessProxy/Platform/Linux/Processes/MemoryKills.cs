using System.Globalization;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>How often the kernel had ended something for want of memory when a run was launched or found.</summary>
/// <param name="pid">The program.</param>
/// <param name="cgroup">The run's own group, which counts where the memory controller is on.</param>
internal sealed class MemoryKills(int pid, ControlGroup? cgroup)
{
    private const string Counter = "oom_kill ";
    private readonly long? own = OfGroup(cgroup);
    private readonly long? machine = OfMachine();

    /// <summary>Whether it has ended the program, going by what has been counted since and by its log.</summary>
    /// <param name="isProgram">Whether the program itself was killed, and not something that it ran.</param>
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

    /// <summary>The counter in the lines of <c>memory.events</c> or <c>/proc/vmstat</c>; null when it is not there.</summary>
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
            // Then nothing is said of memory.
            return null;
        }
    }
}
