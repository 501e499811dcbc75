using System.Globalization;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Proxy.Redirects;

/// <summary>Redirects plain HTTP requests for a route with <c>ssl: true</c> to the same URL over HTTPS.</summary>
internal sealed class HttpsRedirectMiddleware(RequestDelegate next, Func<ListenEndpoints> listening)
{
    private const int DefaultHttpPort = 80;
    private const int DefaultHttpsPort = 443;

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var routed = context.Features.GetRequiredRoute();
        if (!routed.Route.Spec.Ssl || RequestOrigin.IsSecureFor(context))
        {
            return next(context);
        }

        var host = new HostString(HostHeader.Of(context.Request));
        if (!host.HasValue)
        {
            // HTTP/1.0 without a host: there is no URL to redirect to.
            return ErrorAnswer.WriteAsync(context, ProxyErrors.HttpsOnly);
        }

        var port = PortFor(host);
        var suffix = port == DefaultHttpsPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
        ref readonly var target = ref routed.Target;
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"https://{host.Host}{suffix}{target.Path}{target.Query}";
        return Task.CompletedTask;
    }

    // Without our own listener, a proxy in front of us serves HTTPS, on the usual port. A client that sends no port has used the usual one:
    // if that is not ours, ports are forwarded.
    private int PortFor(HostString host)
    {
        var endpoints = listening();
        return endpoints.PublicHttpsPort
            ?? (host.Port is null && endpoints.HttpPort != DefaultHttpPort ? null : endpoints.HttpsPort)
            ?? DefaultHttpsPort;
    }
}
