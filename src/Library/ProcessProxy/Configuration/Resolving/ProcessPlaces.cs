using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Finds the places of the keys of processes.</summary>
/// <param name="of">Returns the place of a key of a process, given its number and the key; the process itself for an empty key.</param>
/// <param name="has">Returns whether a key of a process was written, given its number and the key.</param>
/// <param name="ofItem">Returns the place of an item of a key, given also the item (<c>[1]</c>, <c>.PORT</c>), or null if it does not exist.</param>
internal sealed class ProcessPlaces(Func<int, string, Place> of, Func<int, string, bool> has, Func<int, string, string, Place?> ofItem)
{
    /// <summary>Returns the places of written processes.</summary>
    public static ProcessPlaces Written(IReadOnlyList<WrittenProcess> processes) => new(
        (index, key) => key.Length == 0 ? processes[index].Place : processes[index].Keys.PlaceOf(key),
        (index, key) => processes[index].Keys.Has(key),
        (index, key, item) => processes[index].Keys.ItemOrNull(key, item));

    /// <summary>Returns the place of a process.</summary>
    public Place Of(int index) => of(index, "");

    /// <summary>Returns the place of a key of a process.</summary>
    public Place Of(int index, string key) => of(index, key);

    /// <summary>Returns whether a key of a process was written.</summary>
    public bool Has(int index, string key) => has(index, key);

    /// <summary>Returns the place of an item of a list or a map, or of the key if there is no such item.</summary>
    public Place OfItem(int index, string key, string listed, string mapped) => ofItem(index, key, listed) ?? ofItem(index, key, mapped) ?? of(index, key);
}
