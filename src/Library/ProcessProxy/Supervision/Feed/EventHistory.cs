using System.Globalization;
using System.Security.Cryptography;

namespace ProcessProxy.Supervision.Feed;

/// <summary>
/// The last changes, shared by all watchers: none has its own queue. Used under its owner's lock. Places identify this
/// run of the server, so a place of an earlier run is recognized.
/// </summary>
internal sealed class EventHistory
{
    /// <value>4,096: how far a watcher may fall behind.</value>
    public const int Capacity = 4096;

    private readonly string run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private readonly ProcessEvent[] events = new ProcessEvent[Capacity];

    /// <summary>The number of the last change.</summary>
    public long LastId { get; private set; }

    /// <summary>Adds a change, and removes the oldest one if there are too many.</summary>
    public void Add(ProcessEventKind kind, ProcessInfo info)
    {
        LastId++;
        events[LastId % Capacity] = new ProcessEvent(LastId, kind, [info]) { Place = PlaceOf(LastId) };
    }

    /// <summary>Returns whether the change with this number is available, or is the next one.</summary>
    public bool Keeps(long id) => id > LastId - Capacity && id <= LastId + 1;

    /// <summary>Gets a stored change by its number.</summary>
    public ProcessEvent this[long id] => events[id % Capacity];

    /// <summary>Returns the snapshot after the last change.</summary>
    public ProcessEvent Snapshot(IReadOnlyList<ProcessInfo> processes) =>
        new(LastId, ProcessEventKind.Snapshot, processes) { Place = PlaceOf(LastId) };

    /// <summary>Returns the number of the change after a place, or null if the place belongs to another run, or what follows it is no longer stored.</summary>
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
