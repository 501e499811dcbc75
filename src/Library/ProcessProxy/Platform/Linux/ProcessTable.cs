namespace ProcessProxy.Platform.Linux;

/// <summary>One process of the machine at the moment of a sweep.</summary>
internal readonly record struct TableEntry(int Pid, string Name, int Group, int Session, ulong StartTicks, string? Run, string? Id);

/// <summary>
/// Sweeps over all processes of the machine, shared by everybody who needs one: a thousand trees that are ended
/// together cost a few sweeps, not a thousand.
/// </summary>
internal sealed class ProcessTable
{
    private readonly Lock gate = new();
    private Task<IReadOnlyList<TableEntry>>? running;
    private Task<IReadOnlyList<TableEntry>>? next;

    /// <summary>The living processes, by a sweep that begins after this call.</summary>
    public Task<IReadOnlyList<TableEntry>> SweepAsync()
    {
        lock (gate)
        {
            if (running is null || running.IsCompleted)
            {
                return running = Task.Run(Sweep);
            }

            // The one under way may have passed by already what the caller wants to see.
            return next ??= running.ContinueWith(_ => Promote(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
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

        var (run, id) = ProcFs.ReadMarks(pid);
        return new TableEntry(pid, stat.Name, stat.Group, stat.Session, stat.StartTicks, run, id);
    }

    private Task<IReadOnlyList<TableEntry>> Promote()
    {
        lock (gate)
        {
            next = null;
            return running = Task.Run(Sweep);
        }
    }
}
