using System.Buffers;
using System.Text;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// Recognizes expressions that only specify the beginning of a path, such as <c>^/photos/</c>. Most do; comparing text is enough for them, where an
/// engine would need 170 KB for each.
/// </summary>
internal static class LiteralPrefix
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\*+?|{[()^$.# \t\n\f\r\v");

    /// <summary>Returns the text that a path must begin with.</summary>
    /// <returns>Null if the expression specifies anything else.</returns>
    public static string? Of(string pattern)
    {
        if (!pattern.StartsWith('^'))
        {
            return null;
        }

        var text = new StringBuilder(pattern.Length);
        for (var rest = pattern.AsSpan(1); !rest.IsEmpty; rest = rest[1..])
        {
            if (rest[0] == '\\' && rest.Length > 1 && char.IsAscii(rest[1]) && !char.IsAsciiLetterOrDigit(rest[1]) && rest[1] != '_')
            {
                // A character after a backslash stands for itself.
                rest = rest[1..];
            }
            else if (Special.Contains(rest[0]))
            {
                return null;
            }

            text.Append(rest[0]);
        }

        return text.ToString();
    }
}
