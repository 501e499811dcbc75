using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Answers;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// The part of a request below its route: the file of a static route, or what a redirect appends. This is the
/// result of a matching <c>rewrite</c> rule; otherwise the rest after the route's own path.
/// </summary>
internal static class PathBelow
{
    /// <summary>Computes the path.</summary>
    /// <param name="routed">The request.</param>
    /// <param name="log">The log for an expression that takes too long.</param>
    /// <param name="below">The path, with escapes as sent: empty or beginning with a slash; a rule may have added a query.</param>
    /// <param name="refusal">The response instead.</param>
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

    /// <summary>Returns what follows the path of a route in that of a request. It compares segments: an escape makes a path longer than its route, but does not change the number of slashes.</summary>
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
