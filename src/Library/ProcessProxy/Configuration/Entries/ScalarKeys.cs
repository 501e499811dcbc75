using System.Globalization;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads keys that hold a single value. Each is null when the key is absent, empty, or wrong and reported.</summary>
internal static class ScalarKeys
{
    /// <summary>The longest duration that timers take everywhere: 2,147,483,647 ms, some 24 days.</summary>
    private const long LongestMilliseconds = int.MaxValue;

    /// <summary>Text that is not empty. Any single value is taken as it is written, so <c>command: true</c> is a program.</summary>
    public static Written<string>? Text(this MapReader map, string key)
    {
        map.Shape?.Note(key, new(KeyKind.Text));
        if (map.Find(key) is not { } value)
        {
            return null;
        }

        if (value is not ScalarNode scalar)
        {
            map.WrongType(key, value, "text");
            return null;
        }

        var place = map.PlaceOf(key, value);
        if (scalar.Text.Length == 0)
        {
            map.Problems.Add(place, ProblemCodes.EmptyValue, $"'{place.Key}' is empty.");
            return null;
        }

        return TextRules.Check(scalar, place, map.Problems);
    }

    /// <summary>Text that names a file, a folder or a program.</summary>
    public static Written<string>? Path(this MapReader map, string key) => map.Text(key) is { } text && TextRules.IsPath(text, map.Problems) ? text : null;

    public static Written<bool>? Flag(this MapReader map, string key)
    {
        map.Shape?.Note(key, new(KeyKind.Flag));
        if (map.Find(key) is not { } value)
        {
            return null;
        }

        var text = (value as ScalarNode)?.Text;
        if (value is ScalarNode { IsPlain: true } && text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
        {
            return new(text[0] is 't' or 'T', map.PlaceOf(key, value));
        }

        map.WrongType(key, value, "true or false", text?.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" or "true" or "1" => "true",
            "no" or "off" or "n" or "false" or "0" => "false",
            _ => null,
        });
        return null;
    }

    public static Written<int>? Whole(this MapReader map, string key, int least, int most) =>
        map.Number(key, "a whole number", least, most) is { } number ? new((int)number.Value, number.Place) : null;

    /// <summary>A duration in whole milliseconds.</summary>
    public static Written<TimeSpan>? Milliseconds(this MapReader map, string key, int least = 0) =>
        map.Number(key, "a whole number of milliseconds", least, LongestMilliseconds) is { } number
            ? new(TimeSpan.FromMilliseconds(number.Value), number.Place)
            : null;

    /// <summary>A number of bytes: a whole number, or one with a unit.</summary>
    public static Written<long>? Bytes(this MapReader map, string key, long least, long most)
    {
        const string Expected = "a number of bytes, or a size as 50MB";
        if (map.Find(key) is not ScalarNode scalar || !ByteSize.HasUnit(scalar.Text))
        {
            var number = map.Number(key, Expected, least, most);
            map.Shape?.Note(key, new(KeyKind.Bytes) { Least = least, Most = most });
            return number;
        }

        var place = map.PlaceOf(key, scalar);
        if (!ByteSize.TryParse(scalar.Text, out var bytes))
        {
            map.WrongType(key, scalar, Expected);
            return null;
        }

        return InRange(bytes, least, most, place, map.Problems);
    }

    /// <summary>One of a few words.</summary>
    public static Written<T>? Choice<T>(this MapReader map, string key, IReadOnlyDictionary<string, T> choices)
    {
        if (map.Text(key) is not { } text)
        {
            map.Shape?.Note(key, new(KeyKind.Text) { Choices = [.. choices.Keys] });
            return null;
        }

        if (choices.TryGetValue(text.Value, out var choice))
        {
            return new(choice, text.Place);
        }

        map.Problems.AddMisspelt(text.Place, ProblemCodes.NotAChoice,
            $"'{text.Place.Key}' must be one of {string.Join(", ", choices.Keys)}, not '{text.Value}'.", text.Value, choices.Keys);
        return null;
    }

    private static Written<long>? Number(this MapReader map, string key, string expected, long least, long most)
    {
        map.Shape?.Note(key, new(KeyKind.Whole) { Least = least, Most = most });
        if (map.Find(key) is not { } value)
        {
            return null;
        }

        if (value is ScalarNode { IsPlain: true } scalar)
        {
            if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return InRange(number, least, most, map.PlaceOf(key, value), map.Problems);
            }

            if (scalar.Text.AsSpan().TrimStart("+-") is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9'))
            {
                return InRange(scalar.Text[0] == '-' ? long.MinValue : long.MaxValue, least, most, map.PlaceOf(key, value), map.Problems);
            }
        }

        map.WrongType(key, value, expected);
        return null;
    }

    private static Written<long>? InRange(long number, long least, long most, Place place, ProblemList problems)
    {
        if (number >= least && number <= most)
        {
            return new(number, place);
        }

        problems.Add(place, ProblemCodes.OutOfRange, $"'{place.Key}' must be from {least} to {most}.");
        return null;
    }
}
