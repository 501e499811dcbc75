using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads one map key by key and knows, when done, which of its keys nobody asked for.</summary>
/// <param name="node">The map; null for one that was not written or is none.</param>
/// <param name="place">Where the map is; its key is the path of the map, empty for the root.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class MapReader(MapNode? node, Place place, ProblemList problems)
{
    private readonly List<string> known = [];

    public Place Place => place;

    public ProblemList Problems => problems;

    /// <summary>Where is noted what is asked for, when that is what is wanted; null when a file is read.</summary>
    public MapShape? Shape { get; init; }

    public IReadOnlyList<MapEntry> Entries => node?.Entries ?? [];

    /// <summary>A reader for the value of a map, a file or a list item; a value of another kind is a problem and reads as an empty map.</summary>
    public static MapReader Of(ConfigNode value, Place place, ProblemList problems)
    {
        if (value is not MapNode && !value.IsEmpty)
        {
            problems.Add(place with { Line = value.Line, Column = value.Column }, ProblemCodes.WrongType,
                $"{(place.Key.Length == 0 ? "The file" : $"'{place.Key}'")} must be a map of keys, not {value.Kind}.");
        }

        return new(value as MapNode, place, problems);
    }

    /// <summary>The value of <paramref name="key"/>; null when it is absent or empty.</summary>
    public ConfigNode? Find(string key)
    {
        if (!known.Contains(key))
        {
            known.Add(key);
        }

        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry.Value.IsEmpty ? null : entry.Value;
            }
        }

        return null;
    }

    /// <summary>The map under <paramref name="key"/>; null when it is absent or empty.</summary>
    public MapReader? Section(string key) => Shape is not null
        ? Shape.Below(key, KeyKind.Map)
        : Find(key) is { } value ? Of(value, PlaceOf(key, value), problems) : null;

    public Place PlaceOf(string key, ConfigNode at) => new(place.File, at.Line, at.Column, PathOf(key));

    public string PathOf(string key) => place.Key.Length == 0 ? key : $"{place.Key}.{key}";

    /// <summary>Reports that <paramref name="key"/> has a value of another kind than the one described.</summary>
    public void WrongType(string key, ConfigNode value, string expected, string? suggestion = null) =>
        problems.Add(PlaceOf(key, value), ProblemCodes.WrongType, $"'{PathOf(key)}' must be {expected}, not {Describe(value)}.", suggestion);

    /// <summary>Reports every key that was never asked for. To be called last.</summary>
    public void RejectUnknown()
    {
        foreach (var entry in Entries)
        {
            if (!problems.IsFull && !known.Contains(entry.Key.Text))
            {
                problems.AddUnknownKey(PlaceOf(entry.Key.Text, entry.Key), entry.Key.Text, place.Key, known);
            }
        }
    }

    private static string Describe(ConfigNode value) => value switch
    {
        ScalarNode { IsPlain: false } => "text",
        ScalarNode { Text.Length: <= 40 } scalar => $"'{scalar.Text}'",
        _ => value.Kind,
    };
}
