using System.Buffers;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// The target of a request: its path and query as the client wrote them, without anything that could leave a target's base path.
/// </summary>
internal readonly struct RequestTarget
{
    // All visible characters except the number sign: what follows it is only for the client (RFC 9112, 3.2), and a backend that removes it would
    // respond for another path than the one that the route was found for.
    private static readonly SearchValues<char> Sendable = SearchValues.Create(
        "!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly string source;
    private readonly int pathStart;
    private readonly int queryStart;
    private readonly string? decodedPath;

    private RequestTarget(string source, int pathStart, int queryStart, string? decodedPath)
    {
        this.source = source;
        this.pathStart = pathStart;
        this.queryStart = queryStart;
        this.decodedPath = decodedPath;
    }

    /// <summary>Gets the path as sent, except dot segments, which are resolved. Begins with a slash.</summary>
    public ReadOnlySpan<char> Path => source.AsSpan(pathStart, queryStart - pathStart);

    /// <summary>Gets the path that routes are compared with: escapes are decoded, except an escaped slash.</summary>
    public ReadOnlySpan<char> DecodedPath => decodedPath is null ? Path : decodedPath;

    /// <summary>Gets the query as sent, with its question mark; empty if there is none.</summary>
    public ReadOnlySpan<char> Query => source.AsSpan(queryStart);

    /// <summary>Parses the target of a request line (or <c>:path</c>), in origin or absolute form.</summary>
    /// <returns>
    /// Returns false if it has no path, contains invalid characters, contains a user or tries to leave its folder with disguised dots; the response is then 400.
    /// </returns>
    public static bool TryParse(string raw, out RequestTarget target)
    {
        target = default;
        if (raw.AsSpan().ContainsAnyExcept(Sendable))
        {
            return false;
        }

        var start = raw.StartsWith('/') ? 0 : PathOfAbsoluteForm(raw);
        if (start < 0)
        {
            return false;
        }

        var query = raw.IndexOf('?', start);
        query = query < 0 ? raw.Length : query;
        if (start == query)
        {
            // "http://host" and "http://host?q" mean the root.
            target = new RequestTarget(string.Concat("/", raw.AsSpan(query)), 0, 1, null);
            return true;
        }

        var path = raw.AsSpan(start, query - start);
        if (!HostilePath.NeedsLook(path))
        {
            target = new RequestTarget(raw, start, query, null);
            return true;
        }

        if (!HostilePath.TryNormalize(path, out var normal))
        {
            return false;
        }

        var decoded = normal.Contains('%', StringComparison.Ordinal) ? Decode(normal) : null;
        target = new RequestTarget(string.Concat(normal, raw.AsSpan(query)), 0, normal.Length, decoded);
        return true;
    }

    /// <summary>Decodes the escapes of a path once, except an escaped slash, which does not separate segments.</summary>
    public static string Decode(string path) =>
        Uri.UnescapeDataString(path.Replace("%2f", "%252F", StringComparison.OrdinalIgnoreCase));

    private static int PathOfAbsoluteForm(string raw)
    {
        if (!raw.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !raw.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        var start = raw.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = raw.AsSpan(start).IndexOfAny('/', '?');
        var authority = end < 0 ? raw.AsSpan(start) : raw.AsSpan(start, end);

        // A user before the host is misleading (RFC 9110, 4.2.4), and some parsers accept a backslash as the slash that ends the host.
        return authority.IsEmpty || authority.ContainsAny('@', '\\') ? -1 : start + authority.Length;
    }
}
