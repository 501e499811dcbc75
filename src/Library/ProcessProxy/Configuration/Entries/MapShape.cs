namespace ProcessProxy.Configuration.Entries;

/// <summary>What kind of value a key takes.</summary>
internal enum KeyKind
{
    /// <summary>A single value, taken as text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number of bytes, or a size with a unit.</summary>
    Bytes,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A map of texts whose keys the user chooses.</summary>
    TextMap,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A map, or true or false.</summary>
    FlagOrMap,

    /// <summary>A list of maps.</summary>
    Maps,
}

/// <summary>What a key takes.</summary>
/// <param name="Kind">The kind of value.</param>
internal sealed record KeyShape(KeyKind Kind)
{
    /// <summary>The smallest number.</summary>
    public long? Least { get; init; }

    /// <summary>The largest number.</summary>
    public long? Most { get; init; }

    /// <summary>The only words it takes; null for any.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The keys of the map, or of each map.</summary>
    public MapShape? Map { get; init; }
}

/// <summary>
/// The keys of a map of the configuration. It is filled by the very code that reads the map, which is run over nothing while each key it
/// asks for is noted: so it cannot say anything else than what is read.
/// </summary>
internal sealed class MapShape
{
    private readonly OrderedDictionary<string, KeyShape> keys = new(StringComparer.Ordinal);

    /// <summary>The keys, in the order in which they are asked for.</summary>
    public IReadOnlyDictionary<string, KeyShape> Keys => keys;

    /// <summary>What stands under every key, where the user chooses the keys; null where they are given.</summary>
    public MapShape? EveryKey { get; private set; }

    /// <summary>The keys of <c>proxy.yaml</c>.</summary>
    public static MapShape OfProxyFile()
    {
        var shape = new MapShape();
        ProxyFileBinder.Bind(shape.Reader());
        return shape;
    }

    /// <summary>The keys of the process file.</summary>
    public static MapShape OfProcessFile()
    {
        var shape = new MapShape();
        ProcessFileBinder.Bind(shape.Reader());
        return shape;
    }

    /// <summary>A reader of nothing that notes here what it is asked for.</summary>
    public MapReader Reader() => new(null, new("", 1, 1, ""), new()) { Shape = this };

    /// <summary>Notes a key.</summary>
    public void Note(string key, KeyShape shape) => keys[key] = shape;

    /// <summary>Notes a key with a map, or with maps, and gives the reader of it.</summary>
    public MapReader Below(string key, KeyKind kind)
    {
        var below = new MapShape();
        Note(key, new(kind) { Map = below });
        return below.Reader();
    }

    /// <summary>Notes that the user chooses the keys, and gives the reader of what stands under each.</summary>
    public MapReader BelowEveryKey()
    {
        EveryKey = new();
        return EveryKey.Reader();
    }
}
