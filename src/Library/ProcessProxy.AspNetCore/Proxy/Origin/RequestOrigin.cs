using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Origin;

/// <summary>The request feature with the origin of the request, if a trusted proxy has provided it; otherwise the connection does.</summary>
internal sealed class RequestOrigin
{
    private RequestOrigin(IPAddress client, bool isSecure) => (Client, IsSecure) = (client, isSecure);

    private IPAddress Client { get; }

    private bool IsSecure { get; }

    /// <summary>Applies the headers of the peer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="peer">The sender of the request, a trusted proxy.</param>
    /// <param name="trusted">The trusted proxies.</param>
    public static void Believe(HttpContext context, IPAddress peer, TrustedProxies trusted)
    {
        var headers = context.Request.Headers;
        context.Features.Set(new RequestOrigin(
            ForwardedFor.ClientOf(peer, headers["X-Forwarded-For"], trusted),
            ProtocolOf(headers["X-Forwarded-Proto"].ToString()) ?? context.Request.IsHttps));
    }

    /// <summary>Returns whether a trusted proxy sent the request.</summary>
    public static bool IsVouchedFor(HttpContext context) => context.Features.Get<RequestOrigin>() is not null;

    /// <summary>Returns the address of the client, or null if the connection has none.</summary>
    public static IPAddress? ClientOf(HttpContext context) =>
        context.Features.Get<RequestOrigin>()?.Client ?? context.Connection.RemoteIpAddress;

    /// <summary>
    /// Returns whether the client is on this machine. If the request came through a proxy that is not trusted, the client may be anywhere.
    /// </summary>
    public static bool IsOnThisMachine(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!IsVouchedFor(context) && (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded") || headers.ContainsKey(HeaderNames.Via)))
        {
            return false;
        }

        return ClientOf(context) is { } client && (IPAddress.IsLoopback(client) || client.Equals(context.Connection.LocalIpAddress));
    }

    /// <summary>Returns whether the client used HTTPS.</summary>
    public static bool IsSecureFor(HttpContext context) => context.Features.Get<RequestOrigin>()?.IsSecure ?? context.Request.IsHttps;

    // Of several values, the first one: it is how the client reached the first proxy.
    private static bool? ProtocolOf(ReadOnlySpan<char> value)
    {
        var comma = value.IndexOf(',');
        var first = (comma < 0 ? value : value[..comma]).Trim();
        return first.Equals("https", StringComparison.OrdinalIgnoreCase) || first.Equals("wss", StringComparison.OrdinalIgnoreCase) ? true
            : first.Equals("http", StringComparison.OrdinalIgnoreCase) || first.Equals("ws", StringComparison.OrdinalIgnoreCase) ? false
            : null;
    }
}
