using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>Measures trees in one scan of <c>/proc</c>, however many there are. Not thread-safe.</summary>
internal sealed class TreeMeter
{
    // An environment is long, and its contents change only with an exec; a process that leaves a tree that way continues to count.
    private Dictionary<int, KnownMarks> marks = [];

    /// <summary>Adds every living process of the machine to its tree, if it belongs to one.</summary>
    /// <exception cref="IOException">The processes cannot be read.</exception>
    public void Sweep(IReadOnlyList<MeasuredTree> trees)
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

            // While it is alive, nobody else can have its number, and its predecessor is no longer visible.
            if (ProcFs.ReadStat(tree.Root.Pid) is { IsDead: false } stat && stat.StartTicks == tree.Root.StartTicks)
            {
                alive.Add(tree);
            }
        }

        var known = marks;
        marks = new(known.Count);
        foreach (var pid in ProcFs.Pids())
        {
            // A server that was started by one of its own programs has the mark as well.
            if (pid == Environment.ProcessId || ProcFs.ReadStat(pid) is not { IsDead: false, HasMemory: true } stat)
            {
                continue;
            }

            if (byGroup.TryGetValue(pid, out var grouped))
            {
                grouped.Add(pid, stat);
                continue;
            }

            var (run, id) = MarksOf(pid, stat, known);
            var entry = new TableEntry(pid, stat.Name, stat.Group, stat.Session, stat.StartTicks, run, id);
            var tree = (run is null ? null : byMark.GetValueOrDefault(run)) ?? byNumber.GetValueOrDefault(stat.Session);
            if (tree is not null && tree.Includes(entry, alive.Contains(tree)))
            {
                tree.Add(pid, stat);
            }
        }
    }

    /// <summary>Returns the marks of a process. A process without one is read twice: before its exec, a program has none yet.</summary>
    private (string? Run, string? Id) MarksOf(int pid, ProcStat stat, Dictionary<int, KnownMarks> known)
    {
        var isKnown = known.TryGetValue(pid, out var last) && last.StartTicks == stat.StartTicks;
        if (!isKnown || !(last.Run is not null || last.IsSure))
        {
            var (run, id) = ProcFs.ReadMarks(pid);
            last = new KnownMarks(stat.StartTicks, run, id, IsSure: isKnown);
        }

        marks[pid] = last;
        return (last.Run, last.Id);
    }

    /// <summary>The marks that a process had when it was last read.</summary>
    private readonly record struct KnownMarks(ulong StartTicks, string? Run, string? Id, bool IsSure);
}
