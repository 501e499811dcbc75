using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using ProcessProxy.AspNetCore.Proxy.AccessLog;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Proxy.Tracing;
using ProcessProxy.AspNetCore.Tls;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>What every request goes through before it is on its route; <see cref="RoutePipeline"/> has the rest.</summary>
internal static class ProxyPipeline
{
    /// <summary>Puts it together.</summary>
    /// <param name="app">The server.</param>
    /// <param name="routes">The routes in force.</param>
    /// <param name="challenges">What certificate authorities ask for; null where nobody asks.</param>
    /// <param name="trusted">Whose word about the client is taken.</param>
    /// <param name="accessLog">Takes a line for each request; null when nobody wants them.</param>
    /// <param name="traces">Begins spans; null when nobody exports them.</param>
    /// <param name="clock">The clock.</param>
    public static void Build(
        IApplicationBuilder app, CurrentRoutes routes, ChallengeResponses? challenges, TrustedProxies trusted, AccessLogWriter? accessLog,
        ActivitySource? traces, TimeProvider clock)
    {
        if (accessLog is not null)
        {
            app.Use(next => new AccessLogMiddleware(next, accessLog, clock).InvokeAsync);
        }

        if (challenges is not null)
        {
            app.Use(next => new ChallengeMiddleware(next, challenges).InvokeAsync);
        }

        app.Use(next => new OriginMiddleware(next, trusted).InvokeAsync);
        if (traces is not null)
        {
            app.Use(next => new TracingMiddleware(next, traces).InvokeAsync);
        }

        app.Run(new RoutingMiddleware(routes).InvokeAsync);
    }
}
