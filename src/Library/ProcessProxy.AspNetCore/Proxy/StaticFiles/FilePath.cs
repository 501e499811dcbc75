using System.Text;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Reads the name of a file from a URL. What it accepts stays in its folder, whoever opens it.</summary>
internal static class FilePath
{
    /// <summary>The one name with a dot in front that is there to be seen (RFC 8615).</summary>
    private const string WellKnown = ".well-known";

    /// <summary>Decodes a path, once.</summary>
    /// <param name="below">What is asked for below the route: empty or beginning with a slash.</param>
    /// <param name="path">The same with its escapes decoded; a slash at its end names a folder.</param>
    /// <returns>False when no file that is served has such a name: it is hidden, empty, or not one name but a way to somewhere else.</returns>
    public static bool TryRead(ReadOnlySpan<char> below, out string path)
    {
        path = "";
        if (below.IsEmpty)
        {
            return true;
        }

        var read = new StringBuilder(below.Length);
        var names = below[1..];
        var isFirst = true;
        foreach (var range in names.Split('/'))
        {
            var escaped = names[range];
            var name = escaped.Contains('%') ? Uri.UnescapeDataString(escaped) : escaped.ToString();
            var isLast = range.End.GetOffset(names.Length) == names.Length;
            if (name.Length == 0 ? !isLast : !IsName(name, isFirst))
            {
                return false;
            }

            read.Append('/').Append(name);
            isFirst = false;
        }

        path = read.ToString();
        return true;
    }

    private static bool IsName(string name, bool isFirst)
    {
        if (name[0] == '.' && !(isFirst && name == WellKnown))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (c is '/' or '\\' || char.IsControl(c))
            {
                return false;
            }
        }

        // There a colon opens another stream of the file, "GIT~1" is ".git", and dots and spaces at the end fall off.
        return !OperatingSystem.IsWindows() || (!name.AsSpan().ContainsAny(':', '~') && name[^1] is not ('.' or ' '));
    }
}
