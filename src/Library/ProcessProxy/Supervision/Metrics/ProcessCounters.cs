using System.Collections.Concurrent;

namespace ProcessProxy.Supervision.Metrics;

/// <summary>What has happened to the processes since this server began: counted when it happens, which is seldom.</summary>
internal sealed class ProcessCounters
{
    /// <summary>How many ways to end are told apart for one process; on Windows any number is an exit code.</summary>
    public const int MostEnds = 64;

    private readonly ConcurrentDictionary<string, Counts> processes = new(StringComparer.Ordinal);

    /// <summary>Notes what a step of the machine has changed.</summary>
    public void Note(string id, ProcessState before, ProcessState after)
    {
        if (after.LastRestartAt is not null && after.LastRestartAt != before.LastRestartAt)
        {
            Interlocked.Increment(ref Of(id).Restarts);
        }

        if (after.LastExit is { } exit && exit != before.LastExit)
        {
            var ends = Of(id).Ends;
            var end = new ProcessEndKind(exit.Code, exit.Signal);
            ends.AddOrUpdate(ends.Count < MostEnds || ends.ContainsKey(end) ? end : ProcessEndKind.Unknown, 1, (_, count) => count + 1);
        }
    }

    /// <summary>How often a process was started again.</summary>
    public long Restarts(string id) => processes.TryGetValue(id, out var counts) ? Interlocked.Read(ref counts.Restarts) : 0;

    /// <summary>How often it has ended in which way.</summary>
    public IReadOnlyList<KeyValuePair<ProcessEndKind, long>> Ends(string id) => processes.TryGetValue(id, out var counts) ? [.. counts.Ends] : [];

    /// <summary>Forgets a process that is no longer configured.</summary>
    public void Remove(string id) => processes.TryRemove(id, out _);

    private Counts Of(string id) => processes.GetOrAdd(id, static _ => new Counts());

    private sealed class Counts
    {
        public long Restarts;

        public ConcurrentDictionary<ProcessEndKind, long> Ends { get; } = new();
    }
}

/// <summary>A way to end.</summary>
/// <param name="Code">The exit code, if it was one.</param>
/// <param name="Signal">The signal, if it was one.</param>
internal readonly record struct ProcessEndKind(int? Code, string? Signal)
{
    /// <summary>Nobody saw how, or too many ways are told apart already.</summary>
    public static ProcessEndKind Unknown => default;
}
