using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Origin;

/// <summary>Applies the headers of a trusted proxy about the client.</summary>
internal sealed class OriginMiddleware(RequestDelegate next, TrustedProxies trusted)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (trusted.Any && context.Connection.RemoteIpAddress is { } peer && trusted.Contains(peer))
        {
            RequestOrigin.Believe(context, peer, trusted);
        }

        return next(context);
    }
}
