using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Keys;

/// <summary>What was written for a process, a route or a file, with places.</summary>
/// <typeparam name="TSpec">The type that the keys belong to.</typeparam>
/// <param name="place">The place where the map begins.</param>
/// <param name="keys">The keys that were written, in the order of the table.</param>
internal sealed class Written<TSpec>(Place place, IReadOnlyList<Assignment<TSpec>> keys)
{
    /// <summary>Gets the place where the map begins.</summary>
    public Place Place => place;

    /// <summary>Gets the keys that were written, in the order of the table.</summary>
    public IReadOnlyList<Assignment<TSpec>> Keys => keys;

    /// <summary>Gets the function that returns the place of an item of a list or a map; the key is that of the item.</summary>
    public Func<string, Place?>? Items { get; init; }

    /// <summary>Returns whether a key was written, even with an invalid value: then it is not missing too.</summary>
    public bool Has(string name) => PlaceOrNull(name) is not null;

    /// <summary>Returns whether a key was written with a valid value.</summary>
    public bool IsSet(string name) => keys.Any(key => key.Key.Name == name && key.Set is not null);

    /// <summary>Returns the place of the value of a key, or of the map if the key was not written.</summary>
    public Place PlaceOf(string name) => PlaceOrNull(name) ?? place;

    /// <summary>Returns the place of an item of a key: <c>dependsOn[1]</c>.</summary>
    public Place PlaceOfItem(string name, string item) => ItemOrNull(name, item) ?? PlaceOf(name);

    /// <summary>Returns the place of a key itself, before its value.</summary>
    public Place PlaceOfKey(string name) => Items?.Invoke(name) ?? PlaceOf(name);

    /// <summary>Returns the place of an item of a key, or null if it does not exist.</summary>
    public Place? ItemOrNull(string name, string item) => Items?.Invoke(name + item);

    /// <summary>Returns the place of the value of a key, or null if the key was not written.</summary>
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

    /// <summary>Returns this with other assignments over it, which win.</summary>
    public Written<TSpec> Under(Written<TSpec> over) => new(place, [.. keys.Where(key => !over.Has(key.Key.Name)), .. over.Keys])
    {
        Items = item => over.Items?.Invoke(item) ?? Items?.Invoke(item),
    };

    /// <summary>Returns the spec with every value that was written.</summary>
    public TSpec ApplyTo(TSpec spec)
    {
        foreach (var key in keys)
        {
            spec = key.Set is { } set ? set(spec) : spec;
        }

        return spec;
    }
}
