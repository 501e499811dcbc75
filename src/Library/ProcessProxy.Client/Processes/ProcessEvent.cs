using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The kind of a <see cref="ProcessEvent"/>.</summary>
public enum ProcessEventKind
{
    /// <summary>The state of every process when the stream begins.</summary>
    Snapshot,

    /// <summary>One process changed its state, health or reason.</summary>
    Change,

    /// <summary>One process is no longer configured; it carries its last state.</summary>
    Removed,
}

/// <summary>A change of the processes. A watcher gets one snapshot and then every change, without a gap or a repetition.</summary>
/// <param name="Id">Grows by one with every change on one server; the snapshot carries that of the last change it includes.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Processes">All processes in a snapshot, else the one that changed.</param>
public sealed record ProcessEvent(long Id, ProcessEventKind Kind, IReadOnlyList<ProcessInfo> Processes)
{
    /// <summary>
    /// What to give <see cref="IProcessClient.WatchAsync"/> to go on after this event; it names the
    /// server's run, too. Over HTTP it is the id of the event.
    /// </summary>
    [JsonIgnore]
    public string? Place { get; init; }

    /// <summary>Returns the kind and the process.</summary>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}: {(Processes.Count == 1 ? Processes[0].Id : $"{Processes.Count} processes")}";
}
