using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Provides the result of routing to middleware.</summary>
internal static class RoutedRequestExtensions
{
    /// <summary>Returns the request with its route. <see cref="RoutingMiddleware"/> passes none without a route.</summary>
    public static RoutedRequest GetRequiredRoute(this IFeatureCollection features) =>
        RoutedRequest.Find(features) ?? throw new InvalidOperationException("The request has not been routed.");
}
