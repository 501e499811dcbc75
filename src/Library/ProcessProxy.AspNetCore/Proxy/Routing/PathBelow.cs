using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Answers;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// What a request asks for below its route: the file of a static route, what a redirect carries over. That is what a
/// <c>rewrite</c> rule makes of the path, or without one that matches what follows the route's own path.
/// </summary>
internal static class PathBelow
{
    /// <summary>Finds it.</summary>
    /// <param name="routed">The request.</param>
    /// <param name="log">Where an expression that takes too long is told.</param>
    /// <param name="below">The path, escapes as they were sent: empty or beginning with a slash; it may have gained a query from a rule.</param>
    /// <param name="refusal">What to answer instead.</param>
    public static bool TryTake(RoutedRequest routed, ILogger log, out ReadOnlySpan<char> below, [NotNullWhen(false)] out ProxyError? refusal)
    {
        if (!Aim.TryTake(routed, log, out var rewritten, out refusal))
        {
            below = default;
            return false;
        }

        below = rewritten is null ? Cut(routed.Target.Path, routed.Route.DecodedPath) : rewritten;
        return true;
    }

    /// <summary>What follows the path of a route in that of a request. Segment by segment: an escape makes a path longer than the route it meets, and leaves the number of its slashes.</summary>
    /// <param name="path">The path of the request, as it was sent.</param>
    /// <param name="route">The path of the route.</param>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> path, ReadOnlySpan<char> route)
    {
        for (var segments = route is "/" ? 0 : route.Count('/'); segments > 0; segments--)
        {
            var next = path[1..].IndexOf('/');
            if (next < 0)
            {
                return [];
            }

            path = path[(next + 1)..];
        }

        return path;
    }
}
