using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>Distinguishes requests of this server's own pages, and of no page at all, from those of other sites.</summary>
internal static class SameOrigin
{
    /// <summary>
    /// Returns whether no page of another site has sent the request. The scheme is not compared: a proxy in front may add TLS.
    /// </summary>
    public static bool Allows(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin" && site != "none")
        {
            return false;
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var from) && from.Scheme is "http" or "https"
                && from.Authority.Equals(HostHeader.Of(request), StringComparison.OrdinalIgnoreCase));
    }
}
