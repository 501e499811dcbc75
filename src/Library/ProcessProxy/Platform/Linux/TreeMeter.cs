using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux;

/// <summary>Measures trees in one sweep over <c>/proc</c>, however many there are.</summary>
internal static class TreeMeter
{
    /// <summary>Adds every living process of the machine to the tree it belongs to, if it belongs to one.</summary>
    /// <exception cref="IOException">The processes cannot be looked at.</exception>
    public static void Sweep(IReadOnlyList<MeasuredTree> trees)
    {
        var byMark = new Dictionary<string, MeasuredTree>(StringComparer.Ordinal);
        var byNumber = new Dictionary<int, MeasuredTree>();
        var byGroup = new Dictionary<int, MeasuredTree>();
        var alive = new HashSet<MeasuredTree>();
        foreach (var tree in trees)
        {
            byMark[tree.Root.Mark] = tree;
            byNumber[tree.Root.Pid] = tree;
            foreach (var pid in tree.Grouped)
            {
                byGroup[pid] = tree;
            }

            // While it lives nobody else can have its number; who had it before it cannot be seen any more.
            if (ProcFs.ReadStat(tree.Root.Pid) is { IsDead: false } stat && stat.StartTicks == tree.Root.StartTicks)
            {
                alive.Add(tree);
            }
        }

        foreach (var pid in ProcFs.Pids())
        {
            // A server that one of its own programs has started carries the mark as well.
            if (pid == Environment.ProcessId || ProcFs.ReadStat(pid) is not { IsDead: false, HasMemory: true } stat)
            {
                continue;
            }

            var (run, id) = ProcFs.ReadMarks(pid);
            var entry = new TableEntry(pid, stat.Name, stat.Group, stat.Session, stat.StartTicks, run, id);
            var tree = (run is null ? null : byMark.GetValueOrDefault(run)) ?? byGroup.GetValueOrDefault(pid) ?? byNumber.GetValueOrDefault(stat.Session);
            if (tree is not null && tree.Includes(entry, alive.Contains(tree)))
            {
                tree.Add(pid, stat);
            }
        }
    }
}
