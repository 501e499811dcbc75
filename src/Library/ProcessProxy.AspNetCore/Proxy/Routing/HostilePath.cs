using System.Buffers;
using System.Text;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Resolves dot segments and refuses disguised ones.</summary>
internal static class HostilePath
{
    private static readonly SearchValues<char> Suspicious = SearchValues.Create('%', '\\', '.');

    /// <summary>Returns whether <see cref="TryNormalize"/> could change or refuse the path; false for nearly every request.</summary>
    public static bool NeedsLook(ReadOnlySpan<char> path) =>
        path.ContainsAny(Suspicious)
        && (path.ContainsAny('%', '\\') || path.Contains("/.", StringComparison.Ordinal));

    /// <summary>Resolves <c>.</c> and <c>..</c> segments, escaped or not, never above the root; everything else stays as it was sent.</summary>
    /// <returns>
    /// Returns false if a segment contains a backslash, which no URL contains and some backends treat as a slash; or if, decoded once, it contains a control
    /// character or hides a <c>..</c> behind an encoded slash, a backslash or a path parameter: backends interpret it differently, and some
    /// leave the folder.
    /// </returns>
    public static bool TryNormalize(ReadOnlySpan<char> path, out string normal)
    {
        normal = "";
        var kept = new List<Range>();
        var changed = false;
        var endsInDots = false;
        foreach (var range in path[1..].Split('/'))
        {
            var segment = path[1..][range];
            endsInDots = false;
            switch (Classify(segment))
            {
                case Segment.Hostile:
                    return false;
                case Segment.Current:
                    changed = endsInDots = true;
                    break;
                case Segment.Parent:
                    changed = endsInDots = true;
                    if (kept.Count > 0)
                    {
                        kept.RemoveAt(kept.Count - 1);
                    }

                    break;
                default:
                    kept.Add(range);
                    break;
            }
        }

        normal = changed ? Join(path[1..], kept, endsInDots) : path.ToString();
        return true;
    }

    private static Segment Classify(ReadOnlySpan<char> segment)
    {
        if (!segment.ContainsAny(Suspicious))
        {
            return Segment.Plain;
        }

        if (segment.Contains('\\'))
        {
            return Segment.Hostile;
        }

        var decoded = segment.Contains('%') ? Uri.UnescapeDataString(segment) : segment.ToString();
        if (decoded is ".")
        {
            return Segment.Current;
        }

        if (decoded is "..")
        {
            return Segment.Parent;
        }

        foreach (var c in decoded)
        {
            if (char.IsControl(c))
            {
                return Segment.Hostile;
            }
        }

        foreach (var piece in decoded.AsSpan().SplitAny('/', '\\'))
        {
            var name = decoded.AsSpan(piece);
            var parameters = name.IndexOf(';');
            if ((parameters < 0 ? name : name[..parameters]) is "..")
            {
                return Segment.Hostile;
            }
        }

        return Segment.Plain;
    }

    private static string Join(ReadOnlySpan<char> path, List<Range> segments, bool endsInDots)
    {
        var joined = new StringBuilder(path.Length + 1);
        foreach (var segment in segments)
        {
            joined.Append('/').Append(path[segment]);
        }

        // "/a/b/.." means the folder "/a/", not "/a".
        return (endsInDots || joined.Length == 0 ? joined.Append('/') : joined).ToString();
    }

    private enum Segment
    {
        Plain,
        Current,
        Parent,
        Hostile,
    }
}
