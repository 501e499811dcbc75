using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>
/// Sweeps over all processes of the machine, shared by everybody who needs one: a thousand trees that are ended
/// together cost a few sweeps, not a thousand.
/// </summary>
/// <param name="time">The clock for what a sweep costs.</param>
internal sealed class ProcessTable(TimeProvider time)
{
    /// <summary>Of forty moments at most one is spent on sweeps that nobody waits for: a thousand programs that crash all the time must not cost a processor.</summary>
    private const int PausePerSweep = 39;

    private readonly Lock gate = new();
    private Task<IReadOnlyList<TableEntry>>? soon;
    private long ended;
    private TimeSpan took;
    private Task<IReadOnlyList<TableEntry>>? running;
    private Task<IReadOnlyList<TableEntry>>? next;

    /// <summary>The living processes, by a sweep that begins after this call.</summary>
    public Task<IReadOnlyList<TableEntry>> SweepAsync()
    {
        lock (gate)
        {
            if (running is null || running.IsCompleted)
            {
                return running = Task.Run(TimedSweep);
            }

            // The one under way may have passed by already what the caller wants to see.
            return next ??= running.ContinueWith(_ => Promote(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
    }

    /// <summary>The living processes, by a sweep that begins after this call and may be put off, the longer the more sweeps cost.</summary>
    public Task<IReadOnlyList<TableEntry>> SweepSoonAsync()
    {
        lock (gate)
        {
            return soon ??= SweepAfterPauseAsync();
        }
    }

    /// <summary>The living processes now.</summary>
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

    /// <summary>One process as it is now; null when it is dead.</summary>
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
        // Not under the caller's lock, whatever the pause.
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
            // Who comes from now on waits for another.
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
