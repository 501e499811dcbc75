using System.Net;
using Microsoft.Extensions.Primitives;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Origin;

/// <summary>Reads <c>X-Forwarded-For</c>.</summary>
internal static class ForwardedFor
{
    /// <summary>The number of consecutive trusted proxies that are accepted; a longer list is forged.</summary>
    /// <value>32.</value>
    public const int MostProxies = 32;

    /// <summary>Returns the right-most address that is not a trusted proxy itself: anybody may have written what is left of it.</summary>
    /// <param name="peer">The sender of the request, a trusted proxy.</param>
    /// <param name="lines">The values of the header.</param>
    /// <param name="trusted">The trusted proxies.</param>
    /// <returns>If all are trusted, the left-most; if one is invalid, the last valid one.</returns>
    public static IPAddress ClientOf(IPAddress peer, StringValues lines, TrustedProxies trusted)
    {
        var client = peer;
        var seen = 0;
        for (var line = lines.Count - 1; line >= 0; line--)
        {
            ReadOnlySpan<char> rest = lines[line];
            for (var comma = rest.Length; comma >= 0;)
            {
                rest = rest[..comma];
                comma = rest.LastIndexOf(',');
                if (!TryParse(rest[(comma + 1)..].Trim(), out var address))
                {
                    return client;
                }

                client = address;
                if (++seen > MostProxies || !trusted.Contains(address))
                {
                    return client;
                }
            }
        }

        return client;
    }

    // Some proxies include the port. Some parsers accept "10" as an address.
    private static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (!(text.Contains(':') || text.Count('.') == 3) || !IPEndPoint.TryParse(text, out var endPoint))
        {
            return false;
        }

        address = endPoint.Address.Plain();
        return true;
    }
}
