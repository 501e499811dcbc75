using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>What a <see cref="ProcessEvent"/> tells.</summary>
public enum ProcessEventKind
{
    /// <summary>How every process is when the watching begins.</summary>
    Snapshot,

    /// <summary>One process changed its state, health or reason.</summary>
    Change,

    /// <summary>One process is no longer configured; it carries its last state.</summary>
    Removed,
}

/// <summary>News of the processes. A watcher gets one snapshot and then every change, with no gap and no repeat.</summary>
/// <param name="Id">Grows by one with every change on one server; the snapshot carries that of the last change it includes.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Processes">All processes in a snapshot, else the one that changed.</param>
public sealed record ProcessEvent(long Id, ProcessEventKind Kind, IReadOnlyList<ProcessInfo> Processes)
{
    /// <summary>
    /// What to give <see cref="IProcessClient.WatchAsync(string, CancellationToken)"/> to go on after this event; it names the
    /// server's run, too. Over HTTP it is the id of the event.
    /// </summary>
    [JsonIgnore]
    public string? Place { get; init; }

    /// <summary>What it tells, and of which process.</summary>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}: {(Processes.Count == 1 ? Processes[0].Id : $"{Processes.Count} processes")}";
}
