using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Files;
using ProcessProxy.Platform.Windows.Native;
using ProcessProxy.Platform.Windows.Programs;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>Processes on Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsProcessHost(TimeProvider time, ILogger logger) : IProcessHost
{
    private const uint AdoptionRights = NativeProcess.QueryLimited | NativeProcess.Synchronize;

    // The time the system may need to end what a dead server had not started.
    private const int LeashPatience = 200;

    private readonly TreeEnder ender = new(time);

    public string BootId { get; } = BootTime.Id();

    public IChildProcess Launch(LaunchRequest request)
    {
        var spec = request.Spec;
        if (spec.Stdin != InputMode.Empty)
        {
            throw new LaunchException("A standard input that stays open ('stdin: open') is not available on Windows.");
        }

        var environment = ChildEnvironment.OnWindows.Of(request);
        var file = Path.GetFullPath(ProgramSearch.OnDisk.Find(spec.Command, spec.Cwd, environment));

        // While the program has the log, nobody else can write to it.
        using var output = OutputHandles.Open(request.IsHelper && OutputHandles.IsHeld(spec.Log) ? spec.Log with { Keep = false } : spec.Log);
        FailPoint.Hit("log-locked");
        var job = JobObject.Create(request.Mark, request.IsHelper ? null : MarkOf(request.Id, spec.Log));
        try
        {
            var (process, thread, pid) = ProgramStart.Start(file, spec.Args, environment, spec.Cwd, output, job);
            FailPoint.Pass("spawned");
            var identity = new ProcessIdentity(BootId, pid, NativeProcess.CreationTime(process), 0, request.Mark);
            return new ChildProcess(process, job, identity, TimeSpan.Zero, thread, ender, logger);
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }

    public IChildProcess? Adopt(ProcessIdentity identity, LogSpec? log = null)
    {
        if (identity.BootId != BootId || identity.Pid <= 1 || identity.Pid == Environment.ProcessId || JobObject.Open(identity.Mark) is not { } job)
        {
            // Without its job, the program does not exist.
            return null;
        }

        // The handle first, then its data: it stays the same process whoever has its number later.
        var process = NativeProcess.Open(AdoptionRights, inherit: false, identity.Pid);
        if (process.IsInvalid && Marshal.GetLastPInvokeError() is var error and not SystemError.InvalidParameter)
        {
            job.Dispose();
            throw new IOException($"Process {identity.Pid} cannot be looked at: {SystemError.Describe(error)}.");
        }

        if (!process.IsInvalid && NativeProcess.CreationTime(process) == identity.StartTicks
            && job.Pids().Contains(identity.Pid) && NativeProcess.IsAlive(process))
        {
            return new ChildProcess(process, job, identity, AgeOf(identity.StartTicks), suspended: null, ender, logger);
        }

        process.Dispose();
        job.Dispose();
        return null;
    }

    public IChildProcess? FindByMark(string mark) => Find(mark) is not { } found || EndsSoon(found.Pid) ? null : Adopt(found);

    public IChildProcess? FindByLog(string id, LogSpec log) => FindByMark(MarkOf(id, log));

    public async Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity identity, EndTreeRequest request, CancellationToken hurry)
    {
        if (identity.BootId != BootId)
        {
            return [];
        }

        using var job = JobObject.Open(identity.Mark);
        return job is null ? [] : await ender.EndAsync(identity.Pid, job, request, hurry).ConfigureAwait(false);
    }

    public bool IsOutputHeld(LogSpec log) => OutputHandles.IsHeld(log);

    public IReadOnlyList<TreeUsage?> Measure(IReadOnlyList<ProcessIdentity> trees) => [.. trees.Select(Measure)];

    public int SignalNumber(string name) => Signals.Number(name);

    public string SignalName(int number) => Signals.Name(number);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Returns the mark of the processes with this ID that write to this log: that of the outer job.</summary>
    private static string MarkOf(string id, LogSpec log) =>
        $"{id}/log-{Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(log.File.ToUpperInvariant())))}";

    /// <summary>Returns the first process of a run: the oldest in its job, which is alive because it holds the job.</summary>
    private ProcessIdentity? Find(string mark)
    {
        using var job = JobObject.Open(mark);
        ProcessIdentity? oldest = null;
        foreach (var pid in job?.Pids() ?? [])
        {
            using var process = NativeProcess.Open(AdoptionRights, inherit: false, pid);
            if (!process.IsInvalid && NativeProcess.CreationTime(process) is > 0 and var created
                && (oldest is null || created < oldest.StartTicks))
            {
                oldest = new ProcessIdentity(BootId, pid, created, 0, mark);
            }
        }

        return oldest;
    }

    /// <summary>
    /// A program whose launch was not recorded ends with the server that launched it, possibly a moment later. No job may be
    /// open during this wait: that would keep the program alive, suspended forever.
    /// </summary>
    private static bool EndsSoon(int pid)
    {
        using var process = NativeProcess.Open(AdoptionRights, inherit: false, pid);
        return process.IsInvalid || NativeProcess.EndsWithin(process, LeashPatience);
    }

    private static TreeUsage? Measure(ProcessIdentity tree)
    {
        using var job = JobObject.Open(tree.Mark);
        var (memory, handles, processes) = (0L, 0, 0);
        foreach (var pid in job?.Pids() ?? [])
        {
            using var process = NativeProcess.Open(AdoptionRights, inherit: false, pid);
            if (!process.IsInvalid)
            {
                processes++;
                memory += NativeProcess.WorkingSet(process);
                handles += NativeProcess.GetHandleCount(process, out var count) ? (int)count : 0;
            }
        }

        return processes == 0 ? null : new TreeUsage(job!.CpuTime(), memory, null, handles, processes);
    }

    private TimeSpan AgeOf(ulong created) =>
        time.GetUtcNow() is var now && DateTimeOffset.FromFileTime((long)created) is var then && now > then ? now - then : TimeSpan.Zero;
}
