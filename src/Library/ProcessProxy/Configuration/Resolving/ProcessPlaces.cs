using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Tells where the keys of processes are.</summary>
/// <param name="of">Where a key of a process is, given its number and the key, or the process itself for an empty key.</param>
internal sealed class ProcessPlaces(Func<int, string, string, Place> of)
{
    /// <summary>The places of what was written.</summary>
    public static ProcessPlaces Written(IReadOnlyList<WrittenProcess> processes) => new((index, key, item) =>
        key.Length == 0 ? processes[index].Place : processes[index].Keys.PlaceOfItem(key, item));

    /// <summary>The place of a process.</summary>
    public Place Of(int index) => of(index, "", "");

    /// <summary>The place of a key of a process, or of an item of it: <c>[1]</c>, <c>.PORT</c>.</summary>
    public Place Of(int index, string key, string item = "") => of(index, key, item);
}
