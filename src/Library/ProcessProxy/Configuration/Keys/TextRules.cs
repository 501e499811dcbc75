using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Checks for characters that no text of a configuration may contain, because it could not be passed to a program.</summary>
internal static class TextRules
{
    /// <summary>Returns the text, or null and reports a problem if it contains a NUL, which can be written as an escape.</summary>
    public static string? Check(string text, Place place, ProblemList problems)
    {
        if (!text.Contains('\0'))
        {
            return text;
        }

        problems.Add(place, ProblemCodes.InvalidText, $"'{place.Key.Replace("\0", "\\0", StringComparison.Ordinal)}' contains a NUL character, which cannot be passed to a program.");
        return null;
    }

    /// <summary>Returns the text, or null and reports a problem if it is null, which only code can set, or contains a NUL.</summary>
    public static string? CheckSet(string? text, Place place, ProblemList problems)
    {
        if (text is null)
        {
            IsNull(place, problems);
        }

        return text is null ? null : Check(text, place, problems);
    }

    /// <summary>Reports a required value that is null, which only code can set.</summary>
    public static void Missing(Place place, ProblemList problems) => problems.Add(place, ProblemCodes.MissingKey, $"'{place.Key}' is null.");

    /// <summary>Reports a text that is null, which only code can set.</summary>
    public static void IsNull(Place place, ProblemList problems) => problems.Add(place, ProblemCodes.EmptyValue, $"'{place.Key}' is null.");

    /// <summary>Returns whether a text can be a path: <c>"C:\tools"</c> in double quotes contains a tab, which is never intended. Reports it if not.</summary>
    public static bool IsPath(string text, Place place, ProblemList problems)
    {
        // A block text ends with a line break.
        var strange = text.TrimEnd('\n').FirstOrDefault(character => char.IsControl(character) || character is '\u2028' or '\u2029');
        if (strange == default)
        {
            return true;
        }

        problems.Add(place, ProblemCodes.InvalidText, $"'{place.Key}' contains the character {VisibleText.Line(strange.ToString())}, which is not allowed in a path. {YamlReader.Backslash}");
        return false;
    }
}
