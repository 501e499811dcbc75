using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Compression;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Proxy.Limits;
using ProcessProxy.AspNetCore.Proxy.Redirects;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Proxy.StaticFiles;
using ProcessProxy.AspNetCore.Proxy.Traffic;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>
/// Builds the handlers of one route, after <see cref="ProxyPipeline"/>. They are built once for each route, which pays only for what it
/// uses.
/// </summary>
internal sealed class RoutePipeline(ProxyServices services)
{
    private readonly Lazy<RouteCompression> compression = new(() => new RouteCompression(services.Services));

    /// <summary>Returns the handler for the requests of <paramref name="route"/>.</summary>
    public RequestDelegate For(Route route) =>
        StepsOf(route).Where(step => step.IsUsed).Reverse().Aggregate(EndOf(route), (next, step) => step.InFrontOf(next));

    /// <summary>Returns the steps of a request, in this order. Each either responds or passes the request on to the next, and may change the response on its way back.</summary>
    private Step[] StepsOf(Route route)
    {
        var spec = route.Spec;
        return
        [
            // Counts all requests, whoever responds.
            new(true, next => new TrafficMiddleware(next, route.Traffic, services.Telemetry?.Durations, route.Name, services.Clock).InvokeAsync),

            // Has the last word about headers: it is in front of all steps that set some.
            new(spec.ResponseHeaders.Count > 0, next => new ResponseHeadersMiddleware(next, spec.ResponseHeaders).InvokeAsync),

            new(spec.Ssl, next => new HttpsRedirectMiddleware(next, services.Endpoints).InvokeAsync),
            new(spec.Hsts is not null, next => new ResponseHeadersMiddleware(next, [HstsHeader.Of(spec.Hsts!)]).InvokeAsync),
            new(spec.RateLimit is not null, next => new RateLimitMiddleware(next, new ClientWindows(spec.RateLimit!, services.Clock)).InvokeAsync),
            new(spec.Action is ForwardSpec { MaxRequestBody: not null }, next => new RequestBodyLimit(next, ((ForwardSpec)spec.Action).MaxRequestBody!.Value).InvokeAsync),
            new(spec.Compression, next => compression.Value.For(next)),
            new(route.MissesOnlyItsSlash, next => new SlashRedirectMiddleware(next).InvokeAsync),
        ];
    }

    /// <summary>Returns the final handler.</summary>
    private RequestDelegate EndOf(Route route) => route.Spec.Action switch
    {
        ForwardSpec forward => Forward(route, forward),
        StaticFilesSpec files => Serve(route, files),
        RedirectSpec redirect => new RedirectEndpoint(redirect, services.Log).InvokeAsync,
        var other => throw new InvalidOperationException($"Nothing answers routes of type {other.Type}."),
    };

    private RequestDelegate Forward(Route route, ForwardSpec spec)
    {
        var gate = spec.Process is { } process ? services.Gates.Of(process) : null;
        var backend = new Backend(spec, route.Spec.Path, services.Clock, Random.Shared, spec.UsesInstances ? () => gate!.Process?.Endpoints : null);
        var hold = gate is null ? null : new RequestHold(
            gate, spec.Hold, new PortProbe(() => backend.Addresses, gate, services.Clock, services.Log), services.Clock, spec.UsesInstances);
        return route.Forwarding = new ForwardingEndpoint(services.Forwarder, services.Client, backend, hold, services.Log).InvokeAsync;
    }

    private RequestDelegate Serve(Route route, StaticFilesSpec spec)
    {
        if (!Directory.Exists(spec.Folder))
        {
            StaticFiles.Log.NoFolder(services.Log, spec.Folder, route.Name);
        }

        return new StaticFilesEndpoint(spec, new StaticFolder(spec), services.Outgoing, services.Services, services.Log).InvokeAsync;
    }

    /// <summary>A step of a request before the final handler.</summary>
    /// <param name="IsUsed">Whether the route uses it.</param>
    /// <param name="InFrontOf">Wraps the next handler.</param>
    private readonly record struct Step(bool IsUsed, Func<RequestDelegate, RequestDelegate> InFrontOf);
}
