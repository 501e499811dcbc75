using System.Buffers;
using System.Text;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// Reads expressions that say no more than how a path begins, such as <c>^/photos/</c>. Most do; comparing does for them, where an
/// engine of their own would take 170 KB.
/// </summary>
internal static class LiteralPrefix
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\*+?|{[()^$.# \t\n\f\r\v");

    /// <summary>The text that a path has to begin with.</summary>
    /// <returns>Null when the expression says anything else.</returns>
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
                // A sign after a backslash stands for itself.
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
