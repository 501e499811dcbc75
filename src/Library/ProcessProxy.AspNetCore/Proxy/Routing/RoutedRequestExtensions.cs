using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Where middlewares find what routing found out.</summary>
internal static class RoutedRequestExtensions
{
    /// <summary>The request with its route. <see cref="RoutingMiddleware"/> lets none pass without.</summary>
    public static RoutedRequest GetRequiredRoute(this IFeatureCollection features) =>
        RoutedRequest.Find(features) ?? throw new InvalidOperationException("The request has not been routed.");
}
