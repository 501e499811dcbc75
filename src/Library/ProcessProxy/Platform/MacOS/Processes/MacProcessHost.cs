using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.MacOS.Files;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>Processes on macOS. Written against the headers and never run: docs/platforms.md lists the assumptions.</summary>
internal sealed class MacProcessHost : IProcessHost
{
    private readonly ExitWatcher watcher;
    private readonly TreeEnder ender;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public MacProcessHost(TimeProvider time, ILogger logger)
    {
        this.time = time;
        this.logger = logger;
        watcher = new ExitWatcher(logger);
        ender = new TreeEnder(time);

        // A parent that ignored SIGCHLD would have passed that on, and the kernel would discard exit codes.
        SignalDisposition.Heed(DarwinSignals.Chld);
    }

    public string BootId { get; } = SystemControl.BootId();

    public string Notice =>
        "Supervising programs on macOS was compiled, but never run: docs/platforms.md says what is not certain.";

    public IChildProcess Launch(LaunchRequest request)
    {
        var spec = request.Spec;
        var environment = ChildEnvironment.OnUnix.Of(request);
        var file = ProgramFile.Resolve(spec, environment);
        using var output = OutputFiles.Open(spec.Log, request.IsHelper ? null : request.Mark, (Descriptor?)request.Output);
        using var input = spec.Stdin == InputMode.Open ? OpenInput.Create() : null;
        FailPoint.Hit("spawn");
        var errno = DarwinSpawn.Start(
            file, [spec.Command, .. spec.Args], [.. environment.Select(entry => $"{entry.Key}={entry.Value}")], spec.Cwd, input, output, out var pid);
        if (errno != 0)
        {
            throw new LaunchException($"The program {file} could not be started: {DarwinErrno.Describe(errno)}.");
        }

        try
        {
            FailPoint.Hit("spawned");

            // It is our child: its number is reserved until we collect its exit status. A child that has already exited may not show
            // its start time, which nothing needs anymore.
            var started = DarwinProcess.TryLook(pid, zombies: true)?.StartTicks ?? 0;
            return new ChildProcess(new ProcessIdentity(BootId, pid, started, 0, request.Mark), TimeSpan.Zero, isOurs: true, watcher, ender, logger);
        }
        catch (Exception fault) when (fault is IOException or LaunchException)
        {
            // A process that cannot be watched must not run.
            Libc.Kill(-pid, DarwinSignals.Kill);
            DarwinProcess.Reap(pid, wait: true);
            throw new LaunchException($"The program {file} was started and cannot be watched: {fault.Message}");
        }
    }

    public IChildProcess? Adopt(ProcessIdentity identity, LogSpec? log = null)
    {
        if (identity.BootId != BootId || identity.Pid <= 1 || identity.Pid == Environment.ProcessId)
        {
            return null;
        }

        FailPoint.Hit("adopt");
        if (DarwinProcess.Look(identity.Pid) is not { } seen
            || seen.StartTicks != identity.StartTicks
            || !IsRunOfOurs(identity, seen, log))
        {
            return null;
        }

        try
        {
            var child = new ChildProcess(identity, AgeOf(seen), isOurs: seen.Parent == Environment.ProcessId, watcher, ender, logger);

            // Watched first, then verified: then it is the watched process.
            if (DarwinProcess.TryLook(identity.Pid, zombies: false) is { IsDead: false } now && now.StartTicks == identity.StartTicks)
            {
                return child;
            }

            child.Dispose();
            return null;
        }
        catch (LaunchException fault)
        {
            throw new IOException($"Process {identity.Pid} cannot be adopted: {fault.Message}", fault);
        }
    }

    public IChildProcess? FindByMark(string mark) => Adopt(
        ProcessTable.Sweep().FirstOrDefault(entry => entry.Run == mark && entry.Session == entry.Pid && entry.Pid != Environment.ProcessId), mark);

    public IChildProcess? FindByLog(string id, LogSpec log)
    {
        const int output = 1;
        using var file = MacFile.Open(log.File, MacFile.ReadOnly | MacFile.NoFollow, out _);
        if (file.IsInvalid || DarwinProcess.File(Environment.ProcessId, file.Value) is not { } wanted)
        {
            return null;
        }

        var leader = ProcessTable.Sweep().FirstOrDefault(entry =>
            ProcessMark.IsOf(id, entry.Run) && entry.Run is { } run && !ProcessMark.IsOfHelper(run) && entry.Session == entry.Pid && entry.Pid != Environment.ProcessId
            && DarwinProcess.File(entry.Pid, output) is { } written && written.IsSameFile(wanted));
        return leader.Run is { } mark ? Adopt(leader, mark) : null;
    }

    public IReadOnlyList<string> HelpersOf(string id) =>
        [.. ProcessTable.Sweep().Where(entry => ProcessMark.IsOf(id, entry.Run)).Select(entry => entry.Run).OfType<string>().Where(ProcessMark.IsOfHelper).Distinct(StringComparer.Ordinal)];

    public Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity identity, EndTreeRequest request, CancellationToken hurry) =>
        identity.BootId == BootId
            ? ender.EndLeftoversAsync(identity, request, hurry)
            : Task.FromResult<IReadOnlyList<string>>([]);

    public bool IsOutputHeld(LogSpec log) => OutputFiles.IsHeld(log);

    public IReadOnlyList<TreeUsage?> Measure(IReadOnlyList<ProcessIdentity> trees)
    {
        var all = ProcessTable.Sweep();
        return [.. trees.Select(tree => Sum(new TreeMembers(tree, wasWatched: true).Among(all, Environment.ProcessId)))];
    }

    public int SignalNumber(string name) => DarwinSignals.Number(name);

    public string SignalName(int number) => DarwinSignals.Name(number);

    public ValueTask DisposeAsync()
    {
        watcher.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>As on Linux, without control groups: by a mark under our own user, or by the log that it writes.</summary>
    private bool IsRunOfOurs(ProcessIdentity identity, BsdInfo seen, LogSpec? log)
    {
        var mark = ProcessTable.Marks(identity.Pid).Run;
        var missing = mark is not null && mark != identity.Mark ? "it carries the mark of another run"
            : log is not null && OutputFiles.IsWrittenBy(log, identity.Pid) ? null
            : mark is null ? throw new UnprovenRunException($"Process {identity.Pid} began when the last run did, but carries no mark of it and does not write its log.")
            : seen.RealUser == Libc.EffectiveUser() ? null
            : "another user runs it";
        if (missing is not null)
        {
            PlatformLog.NotARunOfOurs(logger, identity.Pid, identity.Mark, missing);
        }

        return missing is null;
    }

    private static TreeUsage? Sum(IEnumerable<TableEntry> members)
    {
        List<TaskInfo> infos = [.. members.Select(member => DarwinProcess.Uses(member.Pid)).OfType<TaskInfo>()];
        return infos.Count == 0 ? null : new TreeUsage(null, infos.Sum(info => info.Resident), infos.Sum(info => info.Threads), null, infos.Count);
    }

    private IChildProcess? Adopt(TableEntry entry, string mark) =>
        entry.Pid > 1 ? Adopt(new ProcessIdentity(BootId, entry.Pid, entry.StartTicks, 0, mark)) : null;

    // Start times are on the wall clock here: if the clock is set back, a program appears younger than it is.
    private TimeSpan AgeOf(BsdInfo program) =>
        time.GetUtcNow() is var now && DateTimeOffset.UnixEpoch.AddMicroseconds(program.StartTicks) is var then && now > then ? now - then : TimeSpan.Zero;
}
