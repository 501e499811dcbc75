using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The note that carries what routing found out to those who answer.</summary>
internal sealed class RoutedRequest : RequestNote<RoutedRequest>
{
    private RequestTarget target;

    /// <summary>What is asked for. By reference: it is five words long.</summary>
    public ref readonly RequestTarget Target => ref target;

    /// <summary>Who answers.</summary>
    public Route Route { get; private set; } = null!; // No request has this note before Set.

    /// <summary>Goes on at the route that has taken the place of its own.</summary>
    public void MoveTo(Route successor) => Route = successor;

    /// <summary>Puts the request of these features on its route.</summary>
    /// <param name="features">Of the request.</param>
    /// <param name="target">What is asked for.</param>
    /// <param name="route">Who answers.</param>
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
