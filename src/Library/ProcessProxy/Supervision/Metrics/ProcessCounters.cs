using System.Collections.Concurrent;
using System.Collections.Immutable;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Metrics;

/// <summary>Counters of the processes since this server began. They are updated when something happens, which is rare.</summary>
internal sealed class ProcessCounters
{
    /// <summary>The number of exits that are counted separately for one process; on Windows, any number is an exit code.</summary>
    public const int MostEnds = 64;

    private readonly ConcurrentDictionary<string, Counts> processes = new(StringComparer.Ordinal);

    /// <summary>Records what a step of the machine has changed.</summary>
    public void Note(string id, ProcessState before, ProcessState after, MachineEvent happened)
    {
        if (IsToStartAgain(after) && (!IsToStartAgain(before) || RestartCause.TakesOver(happened)) && RestartCause.Of(happened) is { } cause)
        {
            Of(id).Cause = cause;
        }

        if (after.LastRestartAt is not null && after.LastRestartAt != before.LastRestartAt)
        {
            var counts = Of(id);
            Count(counts.Restarts, RestartCause.TakesOver(happened) ? RestartCause.Of(happened)! : counts.Cause);
        }

        if (after.Schedule.LastResult is { } result && before.Schedule.LastResult is null)
        {
            Count(Of(id).Runs, result);
        }

        if (after.LastExit is { } exit && exit != before.LastExit)
        {
            var ends = Of(id).Ends;
            var end = new ProcessEndKind(exit.Code, exit.Signal);
            ends.AddOrUpdate(ends.Count < MostEnds || ends.ContainsKey(end) ? end : ProcessEndKind.Unknown, 1, (_, count) => count + 1);
        }
    }

    /// <summary>Returns how often a process was started again, by <see cref="RestartCause"/>.</summary>
    public IReadOnlyDictionary<string, long> Restarts(string id) => processes.TryGetValue(id, out var counts) ? counts.Restarts : ImmutableDictionary<string, long>.Empty;

    /// <summary>Returns how often a job has run, by result.</summary>
    public IReadOnlyDictionary<RunResult, long> Runs(string id) => processes.TryGetValue(id, out var counts) ? counts.Runs : ImmutableDictionary<RunResult, long>.Empty;

    /// <summary>Returns how often it has ended in which way.</summary>
    public IReadOnlyList<KeyValuePair<ProcessEndKind, long>> Ends(string id) => processes.TryGetValue(id, out var counts) ? [.. counts.Ends] : [];

    /// <summary>Removes a process that is no longer configured.</summary>
    public void Remove(string id) => processes.TryRemove(id, out _);

    /// <summary>Returns whether it is not running, or soon will not be, and will then be started.</summary>
    private static bool IsToStartAgain(ProcessState state) =>
        state.Phase == Phase.Backoff || state.Ending is { IsFollowed: true };

    private static void Count<TKey>(ConcurrentDictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts.AddOrUpdate(key, 1, static (_, count) => count + 1);

    private Counts Of(string id) => processes.GetOrAdd(id, static _ => new Counts());

    private sealed class Counts
    {
        /// <summary>The reason for its next start; used by one thread, that of its runner.</summary>
        public string Cause { get; set; } = RestartCause.Crash;

        public ConcurrentDictionary<string, long> Restarts { get; } = new();

        public ConcurrentDictionary<RunResult, long> Runs { get; } = new();

        public ConcurrentDictionary<ProcessEndKind, long> Ends { get; } = new();
    }
}

/// <summary>A kind of exit.</summary>
/// <param name="Code">The exit code, if there was one.</param>
/// <param name="Signal">The signal, if there was one.</param>
internal readonly record struct ProcessEndKind(int? Code, string? Signal)
{
    /// <summary>The exit was not seen, or too many kinds are counted already.</summary>
    public static ProcessEndKind Unknown => default;
}
