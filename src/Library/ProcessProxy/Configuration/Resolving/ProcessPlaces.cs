using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Tells where the keys of processes are.</summary>
/// <param name="of">Where a key of a process is, given its number and the key; the process itself for an empty key.</param>
/// <param name="ofItem">Where an item of a key is, given also the item (<c>[1]</c>, <c>.PORT</c>); null when it is not there.</param>
internal sealed class ProcessPlaces(Func<int, string, Place> of, Func<int, string, string, Place?> ofItem)
{
    /// <summary>The places of what was written.</summary>
    public static ProcessPlaces Written(IReadOnlyList<WrittenProcess> processes) => new(
        (index, key) => key.Length == 0 ? processes[index].Place : processes[index].Keys.PlaceOf(key),
        (index, key, item) => processes[index].Keys.ItemOrNull(key, item));

    /// <summary>The place of a process.</summary>
    public Place Of(int index) => of(index, "");

    /// <summary>The place of a key of a process.</summary>
    public Place Of(int index, string key) => of(index, key);

    /// <summary>The place of an item of a key that holds a list or a map; that of the key when there is no such item.</summary>
    public Place OfItem(int index, string key, string listed, string mapped) => ofItem(index, key, listed) ?? ofItem(index, key, mapped) ?? of(index, key);
}
