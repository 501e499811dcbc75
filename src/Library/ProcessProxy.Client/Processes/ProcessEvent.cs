using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The kind of a <see cref="ProcessEvent"/>.</summary>
public enum ProcessEventKind
{
    /// <summary>The state of every process when the stream begins.</summary>
    Snapshot,

    /// <summary>One process changed its state, health or reason.</summary>
    Change,

    /// <summary>One process is no longer configured; the event has its last state.</summary>
    Removed,
}

/// <summary>A change of the processes. A watcher gets one snapshot and then every change, without a gap or a repetition.</summary>
/// <param name="Id">The number of the change, which increases by one on each server; a snapshot has that of the last change it includes.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Processes">All processes in a snapshot, otherwise the changed one.</param>
public sealed record ProcessEvent(long Id, ProcessEventKind Kind, IReadOnlyList<ProcessInfo> Processes)
{
    /// <summary>
    /// Gets the value for <see cref="IProcessClient.WatchAsync"/> to continue after this event; it also identifies the
    /// run of the server. Over HTTP it is the ID of the event.
    /// </summary>
    [JsonIgnore]
    public string? Place { get; init; }

    /// <summary>Returns the kind and the process.</summary>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}: {(Processes.Count == 1 ? Processes[0].Id : $"{Processes.Count} processes")}";
}
