using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Tls;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>What every request goes through before it is on its route; <see cref="RoutePipeline"/> has the rest.</summary>
internal static class ProxyPipeline
{
    /// <summary>Puts it together.</summary>
    public static void Build(IApplicationBuilder app, CurrentRoutes routes, ChallengeResponses challenges, TrustedProxies trusted)
    {
        app.Use(next => new ChallengeMiddleware(next, challenges).InvokeAsync);
        app.Use(next => new OriginMiddleware(next, trusted).InvokeAsync);
        app.Run(new RoutingMiddleware(routes).InvokeAsync);
    }
}
