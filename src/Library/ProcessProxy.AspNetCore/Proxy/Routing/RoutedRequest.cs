using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The note with the result of routing.</summary>
internal sealed class RoutedRequest : RequestNote<RoutedRequest>
{
    private RequestTarget target;

    /// <summary>Gets the request target. By reference, because it is five words long.</summary>
    public ref readonly RequestTarget Target => ref target;

    /// <summary>Gets the route.</summary>
    public Route Route { get; private set; } = null!; // No request has this note before Set.

    /// <summary>Continues on the route that has replaced its own.</summary>
    public void MoveTo(Route successor) => Route = successor;

    /// <summary>Sets the route of a request.</summary>
    /// <param name="features">The features of the request.</param>
    /// <param name="target">The request target.</param>
    /// <param name="route">The route.</param>
    public static void Set(IFeatureCollection features, in RequestTarget target, Route route)
    {
        var routed = Of(features);
        routed.target = target;
        routed.Route = route;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        // Set replaces all of it.
    }
}
