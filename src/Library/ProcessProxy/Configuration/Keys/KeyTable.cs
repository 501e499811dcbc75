using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Lists the keys of a process, a route or a file, in the order of the documentation.</summary>
/// <typeparam name="TSpec">The type that the keys belong to.</typeparam>
internal sealed class KeyTable<TSpec>(params IReadOnlyList<Key<TSpec>> rows)
{
    private readonly Dictionary<string, Key<TSpec>> byName = rows.ToDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>Gets the rows.</summary>
    public IReadOnlyList<Key<TSpec>> Rows => rows;

    /// <summary>Gets the row of an existing key.</summary>
    public Key<TSpec> this[string name] => byName[name];

    /// <summary>Returns the row of a key, or null if there is none.</summary>
    public Key<TSpec>? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Reads the keys that are written in a map of the file.</summary>
    public Written<TSpec> Read(MapReader map)
    {
        var keys = new List<Assignment<TSpec>>();
        foreach (var row in rows)
        {
            if (row is { IsOnlySetting: false, IsDerived: false } && row.Read(map, row.Name) is { } key)
            {
                keys.Add(key);
            }
        }

        return new(map.Place, keys) { Items = map.PlaceOfItem };
    }

    /// <summary>Reads the values in <c>settings</c> that replace defaults.</summary>
    public Written<TSpec> ReadSettings(MapReader settings)
    {
        var keys = new List<Assignment<TSpec>>();
        foreach (var row in rows)
        {
            if (row.Setting is { } path && row.Read(settings, path) is { } key)
            {
                keys.Add(key);
            }
        }

        return new(settings.Place, keys) { Items = settings.PlaceOfItem };
    }

    /// <summary>Returns the assignments for a spec that nobody wrote, with places for its values.</summary>
    public Written<TSpec> AsWritten(TSpec spec, Func<string, Place> placeOf) =>
        new(placeOf(""), [.. rows.Select(row => row.AsWritten(spec, placeOf(row.Name))).OfType<Assignment<TSpec>>()]) { Items = placeOf };

    /// <summary>Reports every value of a spec that is null, although a spec with the defaults has one.</summary>
    public void FindNulls(TSpec spec, TSpec defaults, Func<string, Place> placeOf, ProblemList problems)
    {
        foreach (var row in rows.Where(row => row.HasValue(defaults) && !row.HasValue(spec)))
        {
            TextRules.Missing(placeOf(row.Name), problems);
        }
    }

    /// <summary>Reports every value of a spec that would be invalid in a file.</summary>
    public void Check(TSpec spec, Func<string, Place> placeOf, Reading reading)
    {
        foreach (var row in rows)
        {
            row.Check(spec, placeOf(row.Name), reading);
        }
    }

    /// <summary>Describes the differences between two specs: first those that require a restart; maps, which may have many, last.</summary>
    public IEnumerable<string> Differences(TSpec old, TSpec updated) => rows
        .OrderBy(row => row.Shape?.Form == ValueForm.TextMap ? 2 : row.NeedsRestart ? 0 : 1)
        .SelectMany(row => row.Differences(old, updated));

    /// <summary>Returns whether there is a difference that requires a restart.</summary>
    public bool NeedsRestart(TSpec old, TSpec updated) => rows.Any(row => row.NeedsRestart && row.Differences(old, updated).Any());
}
