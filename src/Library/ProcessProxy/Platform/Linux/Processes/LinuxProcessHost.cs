using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Linux.Network;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Linux.Trees;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>Processes on Linux.</summary>
internal sealed class LinuxProcessHost : IProcessHost
{
    private const int ClockTicksPerSecond = 2;
    private readonly ExitWatcher watcher;
    private readonly DescriptorLimit descriptors = new();
    private readonly ControlGroups? groups;
    private readonly ILogger logger;
    private readonly OrphanReaper? reaper;
    private readonly TreeEnder ender;
    private readonly TreeMeter meter = new();
    private readonly double ticksPerSecond = Libc.SystemValue(ClockTicksPerSecond);

    /// <summary>Creates the host.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="groups">The control groups for programs, disposed with the host; null if there are none.</param>
    /// <param name="logger">The log for errors of background work.</param>
    public LinuxProcessHost(TimeProvider time, ControlGroups? groups = null, ILogger? logger = null)
    {
        this.groups = groups;
        this.logger = logger ??= NullLogger.Instance;
        watcher = new ExitWatcher(logger);
        reaper = OrphanReaper.StartAsInit(time, logger);
        ender = new TreeEnder(new ProcessTable(time), time);

        SignalDisposition.Heed(Signals.Chld);
    }

    public string BootId { get; } = ProcFs.ReadBootId();

    public IPortTable Ports { get; } = new PortTable();

    public string? Notice => groups is null ? ControlGroups.MarksOnly : groups.Notice;

    public IChildProcess Launch(LaunchRequest request)
    {
        var spec = request.Spec;
        var environment = ChildEnvironment.OnUnix.Of(request);
        var file = ProgramFile.Resolve(spec, environment);
        using var output = OutputFiles.Open(spec.Log, (Descriptor?)request.Output, isHolder: !request.IsHelper);
        if (spec.Log.Keep && !request.IsHelper && !output.IsLocked)
        {
            PlatformLog.LogLockedByReader(logger, spec.Log.File);
        }

        using var input = spec.Stdin == InputMode.Open ? OpenInput.Create() : null;
        using var entrance = groups?.TryCreate(request.Mark);
        FailPoint.Hit("spawn");
        var errno = PosixSpawn.Start(
            file, [spec.Command, .. spec.Args], [.. environment.Select(entry => $"{entry.Key}={entry.Value}")], spec.Cwd, input, output, out var pid);
        if (errno != 0)
        {
            throw new LaunchException($"The program {file} could not be started: {Errno.Describe(errno)}.", Errno.FaultOf(errno));
        }

        FailPoint.Pass("unmoved");
        var cgroup = entrance?.Admit(pid);
        descriptors.ApplyTo(pid);
        try
        {
            FailPoint.Hit("spawned");
            return Watch(pid, request.Mark, cgroup);
        }
        catch (Exception fault) when (fault is IOException or LaunchException)
        {
            // A process that cannot be watched must not run. It is our child: its number stays reserved until we reap it.
            cgroup?.TryKill();
            Libc.Kill(-pid, Signals.Kill);
            PidFd.ReapKilled(pid);
            cgroup?.Remove();
            throw new LaunchException($"The program {file} was started and cannot be watched: {fault.Message}", LaunchException.FaultOf(fault));
        }
    }

    public IChildProcess? Adopt(ProcessIdentity identity, LogSpec? log = null)
    {
        if (identity.BootId != BootId || identity.Pid <= 1 || identity.Pid == Environment.ProcessId)
        {
            return null;
        }

        FailPoint.Hit("adopt");

        // First open the descriptor, then read what the number shows, then check that the descriptor's process is still alive: then
        // both are the same process.
        var pidFd = PidFd.Open(identity.Pid);
        if (pidFd.IsInvalid && Marshal.GetLastPInvokeError() is var errno and not (Errno.NoSuchProcess or Errno.Invalid))
        {
            throw new IOException($"Process {identity.Pid} cannot be looked at: {Errno.Describe(errno)}.");
        }

        if (!pidFd.IsInvalid
            && ProcFs.ReadStat(identity.Pid) is { IsDead: false } stat
            && stat.StartTicks == identity.StartTicks
            && (identity.Inode == 0 || PidFd.Inode(pidFd) == identity.Inode)
            && (groups?.Open(identity.ControlGroup, identity.Mark) ?? groups?.OfRun(identity.Pid, identity.Mark)) is var cgroup
            && IsRunOfOurs(pidFd, identity, cgroup, log)
            && PidFd.IsAlive(pidFd))
        {
            var age = TimeSpan.FromSeconds(Math.Max(0, ProcFs.ReadUptimeSeconds() - (stat.StartTicks / ticksPerSecond)));
            return new ChildProcess(
                pidFd, identity with { ControlGroup = cgroup?.Path ?? identity.ControlGroup }, cgroup, age, isOurs: stat.Parent == Environment.ProcessId, watcher, ender);
        }

        pidFd.Dispose();
        return null;
    }

    public IChildProcess? FindByMark(string mark) =>
        ProcessTable.Sweep().Where(entry => entry.Run == mark && entry.Session == entry.Pid).Select(leader => Adopt(leader, mark)).FirstOrDefault(found => found is not null)
        ?? FindIn(groups?.LeftOfRun(mark));

    public IChildProcess? FindByLog(string id, LogSpec log)
    {
        foreach (var entry in ProcessTable.Sweep())
        {
            if (ProcessMark.IsOf(id, entry.Run) && entry.Session == entry.Pid && entry.Run is { } mark && !ProcessMark.IsOfHelper(mark)
                && new FileInfo($"/proc/{entry.Pid}/fd/1").LinkTarget is { } output && (output == log.File || output == log.PipeFile)
                && Adopt(entry, mark) is { } found)
            {
                return found;
            }
        }

        return FindIn(groups?.LeftOf(id));
    }

    // Where programs have control groups of their own, no scan of all processes is needed.
    public IReadOnlyList<string> HelpersOf(string id) => groups is { Notice: null }
        ? [.. ProcessMark.Helpers.SelectMany(name => groups.LeftOf(ProcessMark.HelperId(id, name))).Select(left => left.Mark)]
        : [.. ProcessTable.Sweep().Where(entry => ProcessMark.IsOf(id, entry.Run)).Select(entry => entry.Run).OfType<string>().Where(ProcessMark.IsOfHelper).Distinct(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity identity, EndTreeRequest request, CancellationToken hurry)
    {
        if (identity.BootId != BootId)
        {
            return [];
        }

        var cgroup = groups?.Open(identity.ControlGroup, identity.Mark) ?? groups?.LeftOfRun(identity.Mark).FirstOrDefault()?.Group;
        var survivors = await ender.EndLeftoversAsync(identity, cgroup, request, hurry).ConfigureAwait(false);
        cgroup?.Remove();
        return survivors;
    }

    public bool IsHeld(string id, LogSpec log) => IsOutputHeld(log) || groups?.LeftOf(id).Any() == true;

    public bool IsOutputHeld(LogSpec log) => OutputFiles.IsHeld(log);

    public IReadOnlyList<TreeUsage?> Measure(IReadOnlyList<ProcessIdentity> trees)
    {
        var measured = trees.Select(tree => tree.BootId == BootId ? new MeasuredTree(tree, groups?.Open(tree.ControlGroup, tree.Mark)) : null).ToList();
        lock (meter)
        {
            meter.Sweep([.. measured.OfType<MeasuredTree>()]);
        }

        return [.. measured.Select(tree => tree?.Usage(ticksPerSecond))];
    }

    public int SignalNumber(string name) => Signals.Number(name);

    public string SignalName(int number) => Signals.Name(number);

    public async ValueTask DisposeAsync()
    {
        if (reaper is not null)
        {
            await reaper.DisposeAsync().ConfigureAwait(false);
        }

        watcher.Dispose();
        groups?.Dispose();
    }

    private ChildProcess Watch(int pid, string mark, ControlGroup? cgroup)
    {
        var pidFd = PidFd.Open(pid);
        try
        {
            if (pidFd.IsInvalid || ProcFs.ReadStat(pid) is not { } stat)
            {
                throw new IOException(Errno.Describe(Marshal.GetLastPInvokeError()) + ".");
            }

            var identity = new ProcessIdentity(BootId, pid, stat.StartTicks, PidFd.Inode(pidFd), mark, cgroup?.Path);
            return new ChildProcess(pidFd, identity, cgroup, TimeSpan.Zero, isOurs: true, watcher, ender);
        }
        catch
        {
            pidFd.Dispose();
            throw;
        }
    }

    private bool IsRunOfOurs(Descriptor pidFd, ProcessIdentity identity, ControlGroup? cgroup, LogSpec? log)
    {
        // An ordinary user can neither inspect nor signal a program that has switched to another user, so a process mistaken for one comes to
        // no harm.
        if (PidFd.Signal(pidFd, 0) == Errno.NotPermitted || RunEvidence.Missing(identity, cgroup, log) is not { } missing)
        {
            return true;
        }

        PlatformLog.NotARunOfOurs(logger, identity.Pid, identity.Mark, missing);
        return false;
    }

    private IChildProcess? FindIn(IEnumerable<LeftGroup>? left)
    {
        foreach (var (cgroup, mark) in left ?? [])
        {
            // The program is the one that leads a session; if there are several, the first one, because the others are its descendants.
            var leader = cgroup.Members().Select(ProcessTable.Look).OfType<TableEntry>()
                .Where(entry => entry.Session == entry.Pid && (entry.Run is null || entry.Run == mark))
                .OrderBy(entry => entry.StartTicks).ThenBy(entry => entry.Pid).FirstOrDefault();
            if (leader.Pid > 1)
            {
                return Adopt(leader, mark);
            }
        }

        return null;
    }

    private IChildProcess? Adopt(TableEntry entry, string mark)
    {
        using var pidFd = PidFd.Open(entry.Pid);
        return pidFd.IsInvalid ? null : Adopt(new ProcessIdentity(BootId, entry.Pid, entry.StartTicks, PidFd.Inode(pidFd), mark));
    }
}
