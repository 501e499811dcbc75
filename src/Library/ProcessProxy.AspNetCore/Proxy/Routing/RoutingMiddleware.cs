using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Answers;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Finds the route of a request and calls its handler; responds with 400 to an invalid target, 405 to CONNECT and 404 if no route matches.</summary>
internal sealed class RoutingMiddleware(CurrentRoutes routes)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (raw == "*" && HttpMethods.IsOptions(context.Request.Method))
        {
            // Asks about the server as a whole (RFC 9110, 9.3.7): it is available.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        // A WebSocket over HTTP/2 begins with a CONNECT that names the protocol (RFC 8441).
        if (HttpMethods.IsConnect(context.Request.Method) && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true })
        {
            return ErrorAnswer.WriteAsync(context, ProxyErrors.NoTunnel);
        }

        if (RequestFraming.IsAmbiguous(context.Request.Headers))
        {
            // The beginning of the next request is unknown too.
            context.Response.Headers.Connection = "close";
            return ErrorAnswer.WriteAsync(context, ProxyErrors.BadBody);
        }

        if (!RequestTarget.TryParse(raw, out var target))
        {
            return ErrorAnswer.WriteAsync(context, ProxyErrors.BadTarget);
        }

        var route = routes.Table.Find(HostHeader.Of(context.Request), target.DecodedPath);
        if (route is null)
        {
            return ErrorAnswer.WriteAsync(context, ProxyErrors.NoRoute);
        }

        RoutedRequest.Set(context.Features, target, route);
        return route.Answer(context);
    }
}
