using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>A tree while it is being measured: the sum of its members.</summary>
/// <param name="root">The program.</param>
/// <param name="cgroup">Its control group; null if it has none of its own.</param>
internal sealed class MeasuredTree(ProcessIdentity root, ControlGroup? cgroup)
{
    private long cpuTicks;
    private long pages;
    private int threads;
    private int? descriptors;
    private int processes;

    /// <summary>Gets the program.</summary>
    public ProcessIdentity Root => root;

    /// <summary>Gets the current members of its control group.</summary>
    public IReadOnlySet<int> Grouped { get; } = cgroup?.Members() ?? new HashSet<int>();

    /// <summary>Adds a member.</summary>
    public void Add(int pid, ProcStat stat)
    {
        cpuTicks += stat.CpuTicks;
        pages += stat.ResidentPages;
        threads += stat.Threads;
        processes++;
        descriptors = ProcFs.CountDescriptors(pid) is { } open ? (descriptors ?? 0) + open : descriptors;
    }

    /// <summary>Returns whether a process of the scan belongs to it.</summary>
    /// <param name="entry">The process.</param>
    /// <param name="isAlive">Whether the program itself is alive, so that its number and session are its own.</param>
    public bool Includes(in TableEntry entry, bool isAlive) =>
        Grouped.Contains(entry.Pid) || TreeMembership.Includes(root, entry, isAlive) || (isAlive && entry.Group == root.Pid);

    /// <summary>Returns the sum of the members, or null if there are none. CPU time is that of the control group, which includes ended processes.</summary>
    /// <param name="ticksPerSecond">The number of clock ticks per second.</param>
    public TreeUsage? Usage(double ticksPerSecond) => processes == 0
        ? null
        : new TreeUsage(
            cgroup?.CpuTime ?? TimeSpan.FromSeconds(cpuTicks / ticksPerSecond), pages * Environment.SystemPageSize, threads, descriptors, processes);
}
