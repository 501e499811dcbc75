using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using ProcessProxy.AspNetCore.Proxy.AccessLog;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Proxy.Tracing;
using ProcessProxy.AspNetCore.Tls;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>Builds the handlers of every request up to its route; <see cref="RoutePipeline"/> builds the rest.</summary>
internal static class ProxyPipeline
{
    /// <summary>Builds the pipeline.</summary>
    /// <param name="app">The server.</param>
    /// <param name="routes">The current routes.</param>
    /// <param name="challenges">The responses for certificate authorities, or null.</param>
    /// <param name="trusted">The trusted proxies.</param>
    /// <param name="accessLog">Receives a line for each request, or null.</param>
    /// <param name="traces">Creates spans; null if they are not exported.</param>
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
