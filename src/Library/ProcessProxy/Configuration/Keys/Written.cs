using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Keys;

/// <summary>What was written of a process, a route or a file, and where.</summary>
/// <typeparam name="TSpec">What the keys are part of.</typeparam>
/// <param name="place">Where the map begins.</param>
/// <param name="keys">The keys that were written, in the order of the table.</param>
internal sealed class Written<TSpec>(Place place, IReadOnlyList<Assignment<TSpec>> keys)
{
    /// <summary>Gets where the map begins.</summary>
    public Place Place => place;

    /// <summary>Gets the keys that were written, in the order of the table.</summary>
    public IReadOnlyList<Assignment<TSpec>> Keys => keys;

    /// <summary>Gets where an item of a list or a map is; the key is that of the item.</summary>
    public Func<string, Place?>? Items { get; init; }

    /// <summary>Whether a key was written, be it with a wrong value: it is then not missing too.</summary>
    public bool Has(string name) => PlaceOrNull(name) is not null;

    /// <summary>Whether a key was written with a value that can be used.</summary>
    public bool IsSet(string name) => keys.Any(key => key.Key.Name == name && key.Set is not null);

    /// <summary>Where the value of a key is; the place of the map when the key was not written.</summary>
    public Place PlaceOf(string name) => PlaceOrNull(name) ?? place;

    /// <summary>Where an item of a key is: <c>dependsOn[1]</c>.</summary>
    public Place PlaceOfItem(string name, string item) => ItemOrNull(name, item) ?? PlaceOf(name);

    /// <summary>Where a key itself is, before its value.</summary>
    public Place PlaceOfKey(string name) => Items?.Invoke(name) ?? PlaceOf(name);

    /// <summary>Where an item of a key is; null when it is not there.</summary>
    public Place? ItemOrNull(string name, string item) => Items?.Invoke(name + item);

    /// <summary>Where the value of a key is; null when the key was not written.</summary>
    public Place? PlaceOrNull(string name)
    {
        foreach (var key in keys)
        {
            if (key.Key.Name == name)
            {
                return key.Place;
            }
        }

        return null;
    }

    /// <summary>This with what was written elsewhere over it, which wins.</summary>
    public Written<TSpec> Under(Written<TSpec> over) => new(place, [.. keys.Where(key => !over.Has(key.Key.Name)), .. over.Keys])
    {
        Items = item => over.Items?.Invoke(item) ?? Items?.Invoke(item),
    };

    /// <summary>The spec with every value that was written.</summary>
    public TSpec ApplyTo(TSpec spec)
    {
        foreach (var key in keys)
        {
            spec = key.Set is { } set ? set(spec) : spec;
        }

        return spec;
    }
}
