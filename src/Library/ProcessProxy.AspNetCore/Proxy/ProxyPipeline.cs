using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Supervision;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>What a request goes through, in order.</summary>
internal static class ProxyPipeline
{
    /// <summary>Puts it together.</summary>
    public static void Build(
        IApplicationBuilder app, CurrentRoutes routes, ProxyEndpoints endpoints, IProcessReadiness readiness,
        HttpMessageInvoker client, ILogger log, TimeProvider clock)
    {
        var forwarder = app.ApplicationServices.GetRequiredService<IHttpForwarder>();
        app.Use(next => new RoutingMiddleware(next, routes).InvokeAsync);
        app.Use(next => new HttpsRedirectMiddleware(next, endpoints).InvokeAsync);
        app.Use(next => new SlashRedirectMiddleware(next).InvokeAsync);
        app.Use(next => new ReadinessMiddleware(next, readiness, clock).InvokeAsync);
        app.Use(_ => new ForwardingEndpoint(forwarder, client, log).InvokeAsync);
    }
}
