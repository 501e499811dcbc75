using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>Who belongs to a program's tree, and signals to them that can reach nobody else.</summary>
/// <param name="root">The program.</param>
/// <param name="pidFd">Its descriptor, dead or alive; null when it ended before we could open one.</param>
/// <param name="cgroup">Its control group; null when it has none of its own.</param>
/// <param name="table">Where processes are looked up.</param>
/// <param name="time">The clock for how often that is done.</param>
internal sealed class TreeMembers(ProcessIdentity root, Descriptor? pidFd, ControlGroup? cgroup, ProcessTable table, TimeProvider time) : ITreeMembers
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromMilliseconds(100);
    private static readonly bool IsRoot = Libc.EffectiveUser() == 0;
    private long? lastSweep;

    /// <summary>Whether something of it is known to be alive, wherever it has gone to. As a rule reads one small file; false where there is no control group to tell.</summary>
    public bool IsKnownAlive => cgroup is { IsPopulated: true } && cgroup.Members().Count > 0;

    /// <summary>Whether the kernel is done with the last of it: who is dying populates a control group for a moment longer than it is listed there.</summary>
    public bool IsCleared => cgroup is not { IsPopulated: true };

    /// <summary>Whether nothing of the program's group is alive. One system call, as a rule, where the kernel can (Linux 6.9).</summary>
    public async ValueTask<bool> GroupIsEmptyAsync()
    {
        if (pidFd is null)
        {
            return false;
        }

        var answer = PidFd.SignalGroup(pidFd, 0);
        if (answer == Errno.NoSuchProcess)
        {
            return true;
        }

        // A zombie counts as a member for the kernel, and one whose parent never reaps it would for ever. So look
        // closer now and then, but not each time: that means a look at every process of the machine.
        if (lastSweep is { } last && time.GetElapsedTime(last) < SweepPause)
        {
            return false;
        }

        lastSweep = time.GetTimestamp();
        var all = await table.SweepAsync().ConfigureAwait(false);
        return !all.Any(entry => entry.Group == root.Pid && (answer != Errno.Invalid || IsMember(entry)));
    }

    /// <summary>Signals the group. The descriptor means our group even when its number has found another owner.</summary>
    public void SignalGroup(int signal)
    {
        if (pidFd is null || PidFd.SignalGroup(pidFd, signal) != Errno.Invalid)
        {
            return;
        }

        // Before Linux 6.9: one by one, each verified.
        Signal([.. ProcessTable.Sweep().Where(entry => entry.Group == root.Pid && IsMember(entry))], signal);
    }

    /// <summary>Signals the program alone.</summary>
    public void SignalRoot(int signal)
    {
        if (pidFd is not null)
        {
            PidFd.Signal(pidFd, signal);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableEntry>> FindAsync(bool isPatient = false)
    {
        var all = await (isPatient ? table.SweepSoonAsync() : table.SweepAsync()).ConfigureAwait(false);
        var groupIsOurs = pidFd is not null && PidFd.SignalGroup(pidFd, 0) is 0 or Errno.NotPermitted;
        List<TableEntry> found = [.. all.Where(entry => IsMember(entry) || (groupIsOurs && entry.Group == root.Pid))];
        if (cgroup is not null)
        {
            var known = found.Select(entry => entry.Pid).ToHashSet();
            found.AddRange(cgroup.Members().Where(pid => !known.Contains(pid)).Select(ProcessTable.Look).OfType<TableEntry>());
        }

        // A server that one of its own programs has started carries the mark as well.
        found.RemoveAll(entry => entry.Pid == Environment.ProcessId);
        return found;
    }

    /// <inheritdoc/>
    public ValueTask KillGroupAsync()
    {
        if (cgroup?.Members().Contains(Environment.ProcessId) == false)
        {
            cgroup.TryKill();
        }

        SignalGroup(Signals.Kill);
        return ValueTask.CompletedTask;
    }

    void ITreeMembers.Signal(IReadOnlyList<TableEntry> entries, int signal) => Signal(entries, signal);

    /// <summary>Signals each of these processes, if it is still the one that was seen.</summary>
    public static void Signal(IReadOnlyList<TableEntry> entries, int signal)
    {
        foreach (var entry in entries)
        {
            using var target = PidFd.Open(entry.Pid);
            if (!target.IsInvalid && ProcFs.ReadStat(entry.Pid)?.StartTicks == entry.StartTicks)
            {
                PidFd.Signal(target, signal);
            }
        }
    }

    // Without its descriptor the program is known to have ended, and who has its number now is somebody else. A mark that a stranger
    // has taken on must not keep a tree from being ended by who may not signal him.
    private bool IsMember(TableEntry entry) => TreeMembership.Includes(root, entry, numberIsOurs: pidFd is not null)
        && (IsRoot || entry.Run != root.Mark || (pidFd is not null && entry.Session == root.Pid) || RunEvidence.IsOurUsers(entry.Pid));
}
