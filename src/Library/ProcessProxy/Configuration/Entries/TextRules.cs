using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Entries;

/// <summary>What no text of a configuration may hold, because no program could be given it.</summary>
internal static class TextRules
{
    /// <summary>The text of <paramref name="scalar"/>, or null and a problem when it holds a NUL or half a surrogate pair (both can be written as escapes).</summary>
    public static Written<string>? Check(ScalarNode scalar, Place place, ProblemList problems)
    {
        var text = scalar.Text;
        if (text.Contains('\0') || HasLoneSurrogate(text))
        {
            problems.Add(place, ProblemCodes.InvalidText, $"'{place.Key}' holds a character that cannot be passed on: NUL, or half a surrogate pair.");
            return null;
        }

        return new(text, place);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var index = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); index >= 0 && index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]))
            {
                if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                {
                    return true;
                }

                index++;
            }
        }

        return false;
    }
}
