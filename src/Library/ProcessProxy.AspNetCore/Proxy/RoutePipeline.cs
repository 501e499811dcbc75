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

/// <summary>Puts together what the requests of one route go through. A route pays for what it uses and for nothing else.</summary>
internal sealed class RoutePipeline(ProxyServices services)
{
    private readonly Lazy<RouteCompression> compression = new(() => new RouteCompression(services.Services));

    /// <summary>What answers the requests of <paramref name="route"/>. Read from the end: what is put in front last comes first.</summary>
    public RequestDelegate For(Route route)
    {
        var spec = route.Spec;
        var answer = End(route);
        if (route.MissesOnlyItsSlash)
        {
            answer = new SlashRedirectMiddleware(answer).InvokeAsync;
        }

        if (spec.Compression)
        {
            answer = compression.Value.For(answer);
        }

        if (spec.MaxRequestBody is { } most)
        {
            answer = new RequestBodyLimit(answer, most).InvokeAsync;
        }

        if (spec.RateLimit is { } limit)
        {
            answer = new RateLimitMiddleware(answer, new ClientWindows(limit, services.Clock)).InvokeAsync;
        }

        if (spec.Hsts is { } hsts)
        {
            answer = new ResponseHeadersMiddleware(answer, [HstsHeader.Of(hsts)]).InvokeAsync;
        }

        if (spec.Ssl)
        {
            answer = new HttpsRedirectMiddleware(answer, services.Endpoints).InvokeAsync;
        }

        if (spec.ResponseHeaders.Count > 0)
        {
            answer = new ResponseHeadersMiddleware(answer, spec.ResponseHeaders).InvokeAsync;
        }

        return new TrafficMiddleware(answer, route.Traffic, services.Telemetry?.Durations, services.Clock).InvokeAsync;
    }

    private RequestDelegate End(Route route) => route.Spec.Type switch
    {
        RouteType.Proxy => Forward(route),
        RouteType.Static => Serve(route, route.Spec.StaticFiles!),
        RouteType.Redirect => new RedirectEndpoint(route.Spec.Redirect!, services.Log).InvokeAsync,
        _ => throw new InvalidOperationException($"Nothing answers routes of type {route.Spec.Type}."),
    };

    private RequestHold? HoldFor(Route route, Backend backend)
    {
        if (route.Spec.Process is not { } process)
        {
            return null;
        }

        var gate = services.Gates.Of(process);
        return new RequestHold(gate, route.Spec.Hold, new PortProbe(backend.First.Url, gate, services.Clock, services.Log), services.Clock);
    }

    private RequestDelegate Serve(Route route, StaticFilesSpec spec)
    {
        if (!Directory.Exists(spec.Folder))
        {
            StaticFiles.Log.NoFolder(services.Log, spec.Folder, route.Name);
        }

        return new StaticFilesEndpoint(spec, new StaticFolder(spec), services).InvokeAsync;
    }

    private RequestDelegate Forward(Route route)
    {
        var backend = new Backend(route.Spec, services.Clock, Random.Shared);
        return route.Forwarding = new ForwardingEndpoint(services.Forwarder, services.Client, backend, HoldFor(route, backend), services.Log).InvokeAsync;
    }
}
