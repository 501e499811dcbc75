using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>The members of a program's tree, and signals that can reach nobody else.</summary>
/// <param name="root">The program.</param>
/// <param name="pidFd">Its descriptor, even after its exit; null if it exited before we could open one.</param>
/// <param name="cgroup">Its control group; null if it has none of its own.</param>
/// <param name="table">The table of processes.</param>
/// <param name="time">The clock for the interval of scans.</param>
internal sealed class TreeMembers(ProcessIdentity root, Descriptor? pidFd, ControlGroup? cgroup, ProcessTable table, TimeProvider time) : ITreeMembers
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromMilliseconds(100);
    private static readonly bool IsRoot = Libc.EffectiveUser() == 0;
    private long? lastSweep;

    /// <summary>Gets whether a member is known to be alive, wherever it is. Usually reads one small file; false if there is no control group.</summary>
    public bool IsKnownAlive => cgroup is { IsPopulated: true } && cgroup.Members().Count > 0;

    /// <summary>Gets whether the kernel has finished with the last member: a dying process populates a control group for a moment longer than it is listed there.</summary>
    public bool IsCleared => cgroup is not { IsPopulated: true };

    /// <summary>Returns whether no process of the program's group is alive. Usually one system call, if the kernel supports it (Linux 6.9).</summary>
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

        // For the kernel, a zombie counts as a member, and one whose parent never reaps it would count forever. So
        // check more closely from time to time, but not each time, because this requires a scan of all processes.
        if (lastSweep is { } last && time.GetElapsedTime(last) < SweepPause)
        {
            return false;
        }

        lastSweep = time.GetTimestamp();
        var all = await table.SweepAsync().ConfigureAwait(false);
        return !all.Any(entry => entry.Group == root.Pid && (answer != Errno.Invalid || IsMember(entry)));
    }

    /// <summary>Signals the group. The descriptor means our group even if its number has another owner.</summary>
    public void SignalGroup(int signal)
    {
        if (pidFd is null || PidFd.SignalGroup(pidFd, signal) != Errno.Invalid)
        {
            return;
        }

        // Before Linux 6.9: one by one, each verified.
        Signal([.. ProcessTable.Sweep().Where(entry => entry.Group == root.Pid && IsMember(entry))], signal);
    }

    /// <summary>Signals only the program.</summary>
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

        // A server that was started by one of its own programs has the mark as well.
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

    // Without a descriptor, the program is known to have exited, and another process has its number now. A user who cannot be signaled
    // must not prevent the end of a tree by using its mark.
    private bool IsMember(TableEntry entry) => TreeMembership.Includes(root, entry, numberIsOurs: pidFd is not null)
        && (IsRoot || entry.Run != root.Mark || (pidFd is not null && entry.Session == root.Pid) || RunEvidence.IsOurUsers(entry.Pid));
}
