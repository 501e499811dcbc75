using System.Buffers;
using System.Globalization;
using System.Text;

namespace ProcessProxy;

/// <summary>
/// Makes text safe for a terminal: the output of a program, a client or a stranger may contain characters that move the
/// cursor, change colors, set titles, or change the direction of text. They are shown as <c>\x1B</c> or <c>\u202E</c>.
/// </summary>
public static class VisibleText
{
    private static readonly char[] Characters =
        [.. Enumerable.Range(0, 0x20).Where(code => code is not ('\t' or '\n')).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code),
            // Characters that change the direction of text, or are hidden in it.
            '\u061C', '\u200B', '\u200E', '\u200F', '\u2028', '\u2029', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\uFEFF'];

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(Characters);

    private static readonly SearchValues<char> UnsafeInLine = SearchValues.Create([.. Characters, '\t', '\n']);

    /// <summary>Returns the visible text. Tabs and line breaks stay.</summary>
    public static string Of(string? text) => Show(text, Unsafe);

    /// <summary>Returns the visible text for a single line: tabs and line breaks are made visible too.</summary>
    public static string Line(string? text) => Show(text, UnsafeInLine);

    private static string Show(string? text, SearchValues<char> hidden)
    {
        if (text is null || text.AsSpan().IndexOfAny(hidden) < 0)
        {
            return text ?? "";
        }

        var visible = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (!hidden.Contains(character) || (!hidden.Contains('\n') && IsLineEnd(text, at)))
            {
                visible.Append(character);
            }
            else
            {
                visible.Append(character < 0x100 ? "\\x" : "\\u").Append(((int)character).ToString(character < 0x100 ? "X2" : "X4", CultureInfo.InvariantCulture));
            }
        }

        return visible.ToString();
    }

    private static bool IsLineEnd(string text, int at) => text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n';
}
