using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Reads one map key by key, and knows at the end which of its keys were not read.</summary>
/// <param name="node">The map; null for a value that is not a map, which is reported.</param>
/// <param name="place">The place of the map; its key is the path of the map, empty for the root.</param>
/// <param name="reading">The context for reading values.</param>
internal sealed class MapReader(MapNode? node, Place place, Reading reading)
{
    /// <summary>The prefix of keys that a file may use for itself, for example for anchors.</summary>
    private const string Extension = "x-";

    private readonly List<string> known = [];
    private readonly Dictionary<string, MapReader?> sections = new(StringComparer.Ordinal);

    public Place Place => place;

    public Reading Reading => reading;

    public IReadOnlyList<MapEntry> Entries => node?.Entries ?? [];

    /// <summary>Gets whether it reads a map, or nothing; otherwise the value is a problem already.</summary>
    public bool IsMap { get; private init; } = true;

    /// <summary>Creates a reader for a map, a file or a list item; any other value is a problem and reads as an empty map.</summary>
    /// <param name="value">The value.</param>
    /// <param name="place">The place of the map.</param>
    /// <param name="reading">The context for reading values.</param>
    /// <param name="example">How to write it, for the message; null if that is not known.</param>
    public static MapReader Of(ConfigNode value, Place place, Reading reading, string? example = null)
    {
        if (value is not MapNode && !value.IsEmpty)
        {
            reading.Problems.Add(place with { Line = value.Line, Column = value.Column }, ProblemCodes.WrongType,
                $"{(place.Key.Length == 0 ? "The file" : $"'{place.Key}'")} must be a map of keys, not {Describe(value)}.{(example is null ? "" : $" Write {example}.")}");
        }

        return new(value as MapNode, place, reading) { IsMap = value is MapNode || value.IsEmpty };
    }

    /// <summary>Describes the written value for a message.</summary>
    public static string Describe(ConfigNode value) => value switch
    {
        ScalarNode { IsPlain: false } => "text",
        ScalarNode { Text.Length: <= 40 } scalar => $"'{scalar.Text}'",
        _ => value.Kind,
    };

    /// <summary>Returns the value at a path of keys, or null if it is missing or empty.</summary>
    /// <param name="path">The key, or several keys separated by dots.</param>
    /// <param name="valuePlace">The place of the value.</param>
    public ConfigNode? Find(string path, out Place? valuePlace)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            valuePlace = null;
            return Section(path[..dot])?.Find(path[(dot + 1)..], out valuePlace);
        }

        var value = Find(path);
        valuePlace = value is null ? null : PlaceOf(path, value);
        return value;
    }

    /// <summary>Returns the map at a path of keys, or null if it is missing or empty.</summary>
    /// <param name="path">The key, or several keys separated by dots.</param>
    /// <param name="shortForm">The short form; known from the first call on, like the example.</param>
    /// <param name="example">How to write it, for a message.</param>
    public MapReader? Section(string path, ShortForm? shortForm = null, string? example = null)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            return Section(path[..dot])?.Section(path[(dot + 1)..], shortForm, example);
        }

        if (!sections.TryGetValue(path, out var section))
        {
            section = Find(path) is { } value ? SectionOf(value, PlaceOf(path, value), shortForm, example) : null;
            sections.Add(path, section);
        }

        return section;
    }

    /// <summary>Returns the maps of a list.</summary>
    public IEnumerable<MapReader> Items(string key)
    {
        var value = Find(key);
        if (value is not null and not ListNode)
        {
            var at = PlaceOf(key, value);
            reading.Problems.Add(at, ProblemCodes.WrongType, $"'{at.Key}' must be a list, not {Describe(value)}.");
        }

        return ((value as ListNode)?.Items ?? []).Select((item, index) => Of(item, PlaceOf($"{key}[{index}]", item), reading));
    }

    /// <summary>Returns the place of an item of a list (<c>dependsOn[1]</c>), or of a key (<c>target</c>, <c>env.PORT</c>), or null if it does not exist.</summary>
    public Place? PlaceOfItem(string item) => NodeOf(item) is { } found ? PlaceOf(item, found) : null;

    /// <summary>Reports every key that was not read, here and in inner maps. Must be called last.</summary>
    /// <param name="allowsExtensions">Whether keys that begin with <c>x-</c> are ignored.</param>
    public void RejectUnknown(bool allowsExtensions = false)
    {
        foreach (var (key, _) in Entries)
        {
            if (!reading.Problems.IsFull && !known.Contains(key.Text) && !(allowsExtensions && key.Text.StartsWith(Extension, StringComparison.Ordinal)))
            {
                reading.Problems.AddUnknownKey(PlaceOf(key.Text, key), key.Text, place.Key, known);
            }
        }

        foreach (var section in sections.Values)
        {
            section?.RejectUnknown();
        }
    }

    public Place PlaceOf(string key, ConfigNode at) => new(place.File, at.Line, at.Column, PathOf(key));

    /// <summary>Makes keys known without reading them, for the message about an unknown one.</summary>
    public void Know(string key)
    {
        if (!known.Contains(key))
        {
            known.Add(key);
        }
    }

    private string PathOf(string key) => place.Key.Length == 0 ? key : $"{place.Key}.{key}";

    private ConfigNode? Find(string key)
    {
        Know(key);
        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry.Value.IsEmpty ? null : entry.Value;
            }
        }

        return null;
    }

    private MapReader? SectionOf(ConfigNode value, Place at, ShortForm? shortForm, string? example) => value is ScalarNode scalar && shortForm is not null
        ? shortForm.Read(scalar, at, reading) is { } map ? new(map, at, reading) : null
        : Of(value, at, reading, example);

    private ConfigNode? NodeOf(string item)
    {
        var bracket = item.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0 && Find(item[..bracket]) is ListNode list && int.TryParse(item.AsSpan(bracket + 1).TrimEnd(']'), out var index))
        {
            return list.Items.ElementAtOrDefault(index);
        }

        var dot = item.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? KeyOf(Entries, item) : Find(item[..dot]) is MapNode map ? KeyOf(map.Entries, item[(dot + 1)..]) : null;

        static ScalarNode? KeyOf(IEnumerable<MapEntry> entries, string key) => entries.FirstOrDefault(entry => entry.Key.Text == key).Key;
    }
}
