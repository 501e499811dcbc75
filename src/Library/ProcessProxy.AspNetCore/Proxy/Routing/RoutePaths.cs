using System.Collections.Frozen;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Finds the routes of one domain by path.</summary>
internal sealed class RoutePaths
{
    private readonly FrozenDictionary<string, Route>.AlternateLookup<ReadOnlySpan<char>> routes;
    private readonly int longest;

    /// <summary>Indexes <paramref name="routes"/>; of two with the same path, the first wins.</summary>
    public RoutePaths(IEnumerable<Route> routes)
    {
        var byPath = routes.DistinctBy(route => route.DecodedPath).ToFrozenDictionary(route => route.DecodedPath, StringComparer.Ordinal);
        this.routes = byPath.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = byPath.Keys.Max(path => path.Length);
    }

    /// <summary>Returns the route with the longest path that matches <paramref name="path"/> by whole segments.</summary>
    public Route? Find(ReadOnlySpan<char> path)
    {
        // No route is longer, so a path of a thousand slashes costs no more than the longest route.
        if (path.Length > longest)
        {
            path = path[longest] == '/' ? path[..longest] : CutLastSegment(path[..longest]);
        }

        while (true)
        {
            if (routes.TryGetValue(path.IsEmpty ? "/" : path, out var route))
            {
                return route;
            }

            if (path.Length <= 1)
            {
                return null;
            }

            path = CutLastSegment(path);
        }
    }

    private static ReadOnlySpan<char> CutLastSegment(ReadOnlySpan<char> path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}
