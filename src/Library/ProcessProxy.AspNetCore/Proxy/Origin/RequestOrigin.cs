using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Origin;

/// <summary>The request feature that says who asks and how, where a trusted proxy has told; else the connection tells.</summary>
internal sealed class RequestOrigin
{
    private RequestOrigin(IPAddress client, bool isSecure) => (Client, IsSecure) = (client, isSecure);

    private IPAddress Client { get; }

    private bool IsSecure { get; }

    /// <summary>Believes what the peer says about the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="peer">Who sent it, a trusted proxy.</param>
    /// <param name="trusted">The trusted proxies.</param>
    public static void Believe(HttpContext context, IPAddress peer, TrustedProxies trusted)
    {
        var headers = context.Request.Headers;
        context.Features.Set(new RequestOrigin(
            ForwardedFor.ClientOf(peer, headers["X-Forwarded-For"], trusted),
            ProtocolOf(headers["X-Forwarded-Proto"].ToString()) ?? context.Request.IsHttps));
    }

    /// <summary>Whether a trusted proxy sent the request.</summary>
    public static bool IsVouchedFor(HttpContext context) => context.Features.Get<RequestOrigin>() is not null;

    /// <summary>The address of the client; null when the connection has none.</summary>
    public static IPAddress? ClientOf(HttpContext context) =>
        context.Features.Get<RequestOrigin>()?.Client ?? context.Connection.RemoteIpAddress;

    /// <summary>
    /// Whether the client is on this machine. One whose request says that it came through a proxy, and that proxy is not trusted, may be anywhere.
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

    /// <summary>Whether the client used HTTPS.</summary>
    public static bool IsSecureFor(HttpContext context) => context.Features.Get<RequestOrigin>()?.IsSecure ?? context.Request.IsHttps;

    // Of several the first: that is how the client reached the first of the proxies.
    private static bool? ProtocolOf(ReadOnlySpan<char> value)
    {
        var comma = value.IndexOf(',');
        var first = (comma < 0 ? value : value[..comma]).Trim();
        return first.Equals("https", StringComparison.OrdinalIgnoreCase) || first.Equals("wss", StringComparison.OrdinalIgnoreCase) ? true
            : first.Equals("http", StringComparison.OrdinalIgnoreCase) || first.Equals("ws", StringComparison.OrdinalIgnoreCase) ? false
            : null;
    }
}
