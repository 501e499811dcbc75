using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads keys that hold a list, or a map whose keys the user chooses.</summary>
internal static class CollectionKeys
{
    /// <summary>A list of texts; an item may be empty only in quotes.</summary>
    public static Written<IReadOnlyList<Written<string>>>? Texts(this MapReader map, string key)
    {
        map.Shape?.Note(key, new(KeyKind.Texts));
        if (map.Find(key) is not { } value)
        {
            return null;
        }

        if (value is not ListNode list)
        {
            map.WrongType(key, value, "a list of texts, as [one, two]");
            return null;
        }

        var texts = new List<Written<string>>(list.Items.Count);
        for (var index = 0; index < list.Items.Count; index++)
        {
            var item = list.Items[index];
            var place = map.PlaceOf($"{key}[{index}]", item);
            if (item is not ScalarNode scalar)
            {
                map.Problems.Add(place, ProblemCodes.WrongType, $"'{place.Key}' must be text, not {item.Kind}.");
            }
            else if (scalar.IsPlain && scalar.Text.Length == 0)
            {
                map.Problems.Add(place, ProblemCodes.EmptyValue, $"'{place.Key}' is empty. Write \"\" for an empty text.");
            }
            else if (TextRules.Check(scalar, place, map.Problems) is { } text)
            {
                texts.Add(text);
            }
        }

        return new(texts, map.PlaceOf(key, value));
    }

    /// <summary>A map of texts, in the order of the file. Any single value is taken as it is written: <c>8888</c>, <c>true</c>, nothing.</summary>
    public static IReadOnlyList<NamedText>? TextMap(this MapReader map, string key)
    {
        map.Shape?.Note(key, new(KeyKind.TextMap));
        if (map.Find(key) is not { } value)
        {
            return null;
        }

        if (value is not MapNode node)
        {
            map.WrongType(key, value, "a map of texts, as NAME: value");
            return null;
        }

        var texts = new List<NamedText>(node.Entries.Count);
        foreach (var entry in node.Entries)
        {
            var path = $"{key}.{entry.Key.Text}";
            var place = map.PlaceOf(path, entry.Key);
            if (entry.Value is not ScalarNode scalar)
            {
                map.Problems.Add(map.PlaceOf(path, entry.Value), ProblemCodes.WrongType, $"'{place.Key}' must be text, not {entry.Value.Kind}.");
            }
            else if (TextRules.Check(entry.Key, place, map.Problems) is { } name
                     && TextRules.Check(scalar, map.PlaceOf(path, scalar), map.Problems) is { } text)
            {
                texts.Add(new(name.Value, place, text) { IsNull = scalar is { IsPlain: true, Text: "null" or "~" } });
            }
        }

        return texts;
    }

    /// <summary>A map, or <c>true</c> for one without keys; null when the key is absent, empty or <c>false</c>.</summary>
    public static MapReader? FlagOrSection(this MapReader map, string key) => map.Shape is { } shape ? shape.Below(key, KeyKind.FlagOrMap) : map.Find(key) switch
    {
        null => null,
        ScalarNode scalar => map.Flag(key) is { Value: true } ? new(null, map.PlaceOf(key, scalar), map.Problems) : null,
        var value => MapReader.Of(value, map.PlaceOf(key, value), map.Problems),
    };

    /// <summary>A list of maps.</summary>
    public static IEnumerable<MapReader> Sections(this MapReader map, string key)
    {
        if (map.Shape is { } shape)
        {
            return [shape.Below(key, KeyKind.Maps)];
        }

        var value = map.Find(key);
        if (value is not null and not ListNode)
        {
            map.WrongType(key, value, "a list");
        }

        var items = (value as ListNode)?.Items ?? [];
        return items.Select((item, index) => MapReader.Of(item, map.PlaceOf($"{key}[{index}]", item), map.Problems));
    }
}
