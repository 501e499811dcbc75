using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>
/// Scans of all processes of the machine, shared by all callers: ending a thousand trees
/// together costs a few scans, not a thousand.
/// </summary>
/// <param name="time">The clock for the cost of scans.</param>
internal sealed class ProcessTable(TimeProvider time)
{
    /// <summary>At most one fortieth of the time is spent on scans that nobody waits for: a thousand programs that crash all the time must not use up a processor.</summary>
    private const int PausePerSweep = 39;

    private readonly Lock gate = new();
    private Task<IReadOnlyList<TableEntry>>? soon;
    private long ended;
    private TimeSpan took;
    private Task<IReadOnlyList<TableEntry>>? running;
    private Task<IReadOnlyList<TableEntry>>? next;

    /// <summary>Returns the living processes, from a scan that begins after this call.</summary>
    public Task<IReadOnlyList<TableEntry>> SweepAsync()
    {
        lock (gate)
        {
            if (running is null || running.IsCompleted)
            {
                return running = Task.Run(TimedSweep);
            }

            // The scan in progress may already have passed what the caller wants to see.
            return next ??= running.ContinueWith(_ => Promote(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
    }

    /// <summary>Returns the living processes, from a scan that begins after this call and may be delayed, the longer the more scans cost.</summary>
    public Task<IReadOnlyList<TableEntry>> SweepSoonAsync()
    {
        lock (gate)
        {
            return soon ??= SweepAfterPauseAsync();
        }
    }

    /// <summary>Returns the living processes now.</summary>
    public static IReadOnlyList<TableEntry> Sweep()
    {
        var entries = new List<TableEntry>(256);
        foreach (var pid in ProcFs.Pids())
        {
            if (Look(pid) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>Returns the current state of one process, or null if it is dead.</summary>
    public static TableEntry? Look(int pid)
    {
        if (ProcFs.ReadStat(pid) is not { IsDead: false } stat)
        {
            return null;
        }

        var (run, id) = stat.HasMemory ? ProcFs.ReadMarks(pid) : default;
        return new TableEntry(pid, stat.Name, stat.Group, stat.Session, stat.StartTicks, run, id);
    }

    private Task<IReadOnlyList<TableEntry>> Promote()
    {
        lock (gate)
        {
            next = null;
            return running = Task.Run(TimedSweep);
        }
    }

    private async Task<IReadOnlyList<TableEntry>> SweepAfterPauseAsync()
    {
        // Not under the caller's lock, whatever the delay is.
        await Task.Yield();
        TimeSpan pause;
        lock (gate)
        {
            pause = took * PausePerSweep - time.GetElapsedTime(ended);
        }

        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, CancellationToken.None).ConfigureAwait(false);
        }

        lock (gate)
        {
            // Later callers wait for another scan.
            soon = null;
        }

        return await SweepAsync().ConfigureAwait(false);
    }

    private IReadOnlyList<TableEntry> TimedSweep()
    {
        var started = time.GetTimestamp();
        var entries = Sweep();
        lock (gate)
        {
            (ended, took) = (time.GetTimestamp(), time.GetElapsedTime(started));
        }

        return entries;
    }
}
