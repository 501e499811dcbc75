using System.Net;
using Microsoft.Extensions.Primitives;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Origin;

/// <summary>Reads <c>X-Forwarded-For</c>.</summary>
internal static class ForwardedFor
{
    /// <summary>How many trusted proxies in a row are believed; a longer list was made up.</summary>
    /// <value>32.</value>
    public const int MostProxies = 32;

    /// <summary>The right-most address that is not itself a trusted proxy: what is left of it, anybody may have written.</summary>
    /// <param name="peer">Who sent the request, a trusted proxy.</param>
    /// <param name="lines">The values of the header.</param>
    /// <param name="trusted">The trusted proxies.</param>
    /// <returns>When all are trusted the left-most; when one cannot be read, the last that could.</returns>
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

    // Some write the port too. "10" is an address as well, to some.
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
