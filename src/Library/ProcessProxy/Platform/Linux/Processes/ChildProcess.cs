using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Linux.Trees;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>A program on Linux, launched by this server or found running.</summary>
internal sealed class ChildProcess : IChildProcess
{
    /// <summary>The exit code of a shell when its child was killed.</summary>
    private const int KilledChild = 128 + Signals.Kill;

    private readonly TaskCompletionSource<ProcessEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly Descriptor pidFd;
    private readonly ControlGroup? cgroup;
    private readonly TreeEnder ender;
    private readonly bool isOurs;
    private readonly MemoryKills memoryKills;
    private readonly IDisposable watch;
    private bool isReleased;

    public ChildProcess(Descriptor pidFd, ProcessIdentity identity, ControlGroup? cgroup, TimeSpan age, bool isOurs, ExitWatcher watcher, TreeEnder ender)
    {
        this.pidFd = pidFd;
        this.cgroup = cgroup;
        this.isOurs = isOurs;
        this.ender = ender;
        Identity = identity;
        AgeAtStart = age;
        memoryKills = new MemoryKills(identity.Pid, cgroup);
        watch = watcher.Watch(pidFd, OnEnded);
    }

    public ProcessIdentity Identity { get; }

    public TimeSpan AgeAtStart { get; }

    public MemoryKill MemoryKill { get; private set; }

    public Task<ProcessEnd> Ended => ended.Task;

    public Task<IReadOnlyList<string>> EndTreeAsync(EndTreeRequest request, CancellationToken hurry) =>
        ender.EndAsync(Identity, pidFd, cgroup, Ended, request, hurry);

    public void Dispose()
    {
        lock (gate)
        {
            if (isReleased)
            {
                return;
            }

            isReleased = true;
            if (isOurs && !ended.Task.IsCompleted)
            {
                // Nobody else would collect its exit status, and it would stay a zombie as long as the server runs.
                return;
            }
        }

        Close();
    }

    private void OnEnded()
    {
        bool isLast;
        lock (gate)
        {
            var end = ProcessEnd.Unknown;
            try
            {
                end = isOurs ? PidFd.Reap(pidFd) ?? ReadForeignEnd() : ReadForeignEnd();
                if (end is { Signal: Signals.Kill } or { Code: KilledChild })
                {
                    MemoryKill = memoryKills.Since(isProgram: end.Signal is not null);
                }
            }
            finally
            {
                // The exit code may be unknown, for example for lack of descriptors; the exit itself is not.
                ended.TrySetResult(end);
                isLast = isReleased;
            }
        }

        if (isLast)
        {
            Close();
        }
    }

    private void Close()
    {
        watch.Dispose();
        pidFd.Dispose();
        cgroup?.Remove();
    }

    private ProcessEnd ReadForeignEnd()
    {
        if (PidFd.ReadEnd(pidFd) is { } end)
        {
            return end;
        }

        // Not reaped yet, or an older kernel: the zombie still shows its status.
        if (ProcFs.ReadStat(Identity.Pid) is { IsDead: true } zombie && zombie.StartTicks == Identity.StartTicks)
        {
            return ProcessEnd.FromWaitStatus(zombie.ExitStatus);
        }

        return PidFd.ReadEnd(pidFd) ?? ProcessEnd.Unknown;
    }
}
