using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>Measures trees in one sweep over <c>/proc</c>, however many there are. Not safe to use from several threads at once.</summary>
internal sealed class TreeMeter
{
    // An environment is long, and what is in it does not change while nobody execs; a tree goes on to count whoever leaves it that way.
    private Dictionary<int, KnownMarks> marks = [];

    /// <summary>Adds every living process of the machine to the tree it belongs to, if it belongs to one.</summary>
    /// <exception cref="IOException">The processes cannot be looked at.</exception>
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

            // While it lives nobody else can have its number; who had it before it cannot be seen any more.
            if (ProcFs.ReadStat(tree.Root.Pid) is { IsDead: false } stat && stat.StartTicks == tree.Root.StartTicks)
            {
                alive.Add(tree);
            }
        }

        var known = marks;
        marks = new(known.Count);
        foreach (var pid in ProcFs.Pids())
        {
            // A server that one of its own programs has started carries the mark as well.
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

    /// <summary>The marks of a process. Who has none is looked at twice: before its exec a program has none yet.</summary>
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

    /// <summary>The marks that a process had when it was last looked at.</summary>
    private readonly record struct KnownMarks(ulong StartTicks, string? Run, string? Id, bool IsSure);
}
