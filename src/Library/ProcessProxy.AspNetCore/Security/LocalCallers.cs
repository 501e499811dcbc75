using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// Distinguishes callers on this machine from web pages that make a browser on this machine call: a name that was rebound to
/// loopback appears in Host, another site's page in Origin or Sec-Fetch-Site.
/// </summary>
/// <param name="managementHost">The configured host of the listener.</param>
internal sealed class LocalCallers(string managementHost)
{
    private readonly string configuredHost = managementHost.Contains(':') ? $"[{managementHost}]" : managementHost;

    /// <summary>Returns why the request is refused, or null if it is accepted.</summary>
    public string? Refuse(HttpRequest request)
    {
        var host = new HostString(HostHeader.Of(request));
        if (!IsLocal(host))
        {
            return $"The host '{host.Value}' is not a host of this server. Use localhost or 127.0.0.1.";
        }

        if (!IsSameOrigin(request, host))
        {
            return $"Pages of the origin '{request.Headers.Origin}' are not allowed to call this server.";
        }

        return request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin" && site != "same-site" && site != "none"
            ? "Pages of other sites are not allowed to call this server."
            : null;
    }

    private bool IsLocal(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Host.Equals(configuredHost, StringComparison.OrdinalIgnoreCase)
        || host.Host == "[::1]"
        || IsLoopbackLiteral(host.Host);

    // Only the usual form with four numbers: IPAddress also accepts 127.1 and 0x7f.1, which no browser sends.
    private static bool IsLoopbackLiteral(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork
        && IPAddress.IsLoopback(address) && address.ToString() == host;

    private static bool IsSameOrigin(HttpRequest request, HostString host)
    {
        StringValues origin = request.Headers.Origin;
        if (origin.Count == 0)
        {
            return true;
        }

        // "null", which a sandboxed page sends, is not an absolute URI. Uri adds the default port, which either side may omit.
        return origin.Count == 1
            && Uri.TryCreate(origin[0], UriKind.Absolute, out var from)
            && Uri.TryCreate($"{request.Scheme}://{host.Value}", UriKind.Absolute, out var own)
            && from.PathAndQuery == "/" && from.Fragment.Length == 0 && from.UserInfo.Length == 0
            && from.Scheme == own.Scheme && from.Host == own.Host && from.Port == own.Port;
    }
}
