using System.Globalization;
using System.Security.Cryptography;

namespace ProcessProxy.Supervision.Feed;

/// <summary>
/// The last changes, for all watchers together: none has a queue of its own. Used under its owner's lock. Places name this
/// run of the server, so that one of an earlier run is not taken for one of this.
/// </summary>
internal sealed class EventHistory
{
    /// <value>4,096: what a watcher may fall behind.</value>
    public const int Capacity = 4096;

    private readonly string run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private readonly ProcessEvent[] events = new ProcessEvent[Capacity];

    /// <summary>The number of the last change.</summary>
    public long LastId { get; private set; }

    /// <summary>Adds a change; the oldest goes when there are too many.</summary>
    public void Add(ProcessEventKind kind, ProcessInfo info)
    {
        LastId++;
        events[LastId % Capacity] = new ProcessEvent(LastId, kind, [info]) { Place = PlaceOf(LastId) };
    }

    /// <summary>Whether the change with a number, or the next one that there will be, can still be had.</summary>
    public bool Keeps(long id) => id > LastId - Capacity && id <= LastId + 1;

    /// <summary>The change with a number that is kept.</summary>
    public ProcessEvent this[long id] => events[id % Capacity];

    /// <summary>How everything is after the last change.</summary>
    public ProcessEvent Snapshot(IReadOnlyList<ProcessInfo> processes) =>
        new(LastId, ProcessEventKind.Snapshot, processes) { Place = PlaceOf(LastId) };

    /// <summary>The number of the change after a place; null when the place is none of this run, or what follows it is not kept.</summary>
    public long? After(string? place)
    {
        var prefix = run.Length + 1;
        return place?.Length > prefix && place[run.Length] == '-' && place.StartsWith(run, StringComparison.Ordinal)
            && long.TryParse(place.AsSpan(prefix), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && id < long.MaxValue && Keeps(id + 1)
                ? id + 1
                : null;
    }

    private string PlaceOf(long id) => string.Create(CultureInfo.InvariantCulture, $"{run}-{id}");
}
