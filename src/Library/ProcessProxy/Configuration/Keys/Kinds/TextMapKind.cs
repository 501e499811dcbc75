using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A key that the user chooses (a variable, a header, an expression) with its text.</summary>
/// <param name="Name">The key.</param>
/// <param name="Place">The place of the key.</param>
/// <param name="Text">The value.</param>
/// <param name="ValuePlace">The place of the value.</param>
/// <param name="IsNull">Whether there is no value (nothing, <c>~</c>, <c>null</c>), which for some keys means more than an empty text.</param>
internal sealed record NamedText(string Name, Place Place, string Text, Place ValuePlace, bool IsNull);

/// <summary>A map of texts, in the order of the file. Any single value is accepted as written: <c>8888</c>, <c>true</c>. No value is an empty text.</summary>
internal static class TextMapKind
{
    /// <summary>Returns texts that were set by code, or null if one of them is null, which is reported.</summary>
    public static IReadOnlyList<NamedText>? Named(IEnumerable<KeyValuePair<string, string>> set, Place place, Reading reading)
    {
        var texts = new List<NamedText>();
        var areTexts = true;
        foreach (var (name, text) in set)
        {
            var at = place with { Key = $"{place.Key}.{name}" };
            if (name is null || text is null)
            {
                TextRules.IsNull(at, reading.Problems);
                areTexts = false;
            }
            else
            {
                texts.Add(new(name, at, text, at, IsNull: false));
            }
        }

        return areTexts ? texts : null;
    }

    /// <summary>Returns the valid texts, or null if the value is not a map; errors are reported.</summary>
    public static IReadOnlyList<NamedText>? Read(ConfigNode written, Place place, Reading reading)
    {
        if (written is not MapNode map)
        {
            reading.Problems.Add(place, ProblemCodes.WrongType, $"'{place.Key}' must be a map of texts, such as NAME: value, not {MapReader.Describe(written)}.");
            return null;
        }

        var texts = new List<NamedText>(map.Entries.Count);
        foreach (var (key, value) in map.Entries)
        {
            var at = new Place(place.File, key.Line, key.Column, $"{place.Key}.{key.Text}");
            var valueAt = at with { Line = value.Line, Column = value.Column };
            if (value is not ScalarNode scalar)
            {
                reading.Problems.Add(valueAt, ProblemCodes.WrongType, $"'{at.Key}' must be text, not {value.Kind}.");
            }
            else if (TextRules.Check(key.Text, at, reading.Problems) is { } name && TextRules.Check(scalar.Text, valueAt, reading.Problems) is { } text)
            {
                texts.Add(new(name, at, scalar.IsNull ? "" : text, valueAt, scalar.IsNull));
            }
        }

        return texts;
    }
}
