using System.Text;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Reads the name of a file from a URL. Accepted names stay in their folder.</summary>
internal static class FilePath
{
    /// <summary>The only served name with a leading dot (RFC 8615).</summary>
    private const string WellKnown = ".well-known";

    /// <summary>Decodes a path once.</summary>
    /// <param name="below">The path below the route: empty or beginning with a slash.</param>
    /// <param name="path">The decoded path; a slash at its end means a folder.</param>
    /// <returns>False if no served file has such a name: it is hidden, empty, or a path to another place.</returns>
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

        // On Windows, a colon opens another stream of the file, "GIT~1" is ".git", and trailing dots and spaces are ignored.
        return !OperatingSystem.IsWindows() || (!name.AsSpan().ContainsAny(':', '~') && name[^1] is not ('.' or ' '));
    }
}
