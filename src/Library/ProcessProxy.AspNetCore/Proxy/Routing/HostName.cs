using System.Globalization;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The part of a <c>Host</c> header that a <c>domain</c> is compared with.</summary>
internal static class HostName
{
    /// <summary>Removes the port, the brackets of an IPv6 address and the dot of a fully qualified name.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> host)
    {
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']');
            return end < 0 ? host : host[1..end];
        }

        var colon = host.IndexOf(':');
        if (colon >= 0 && !host[(colon + 1)..].Contains(':'))
        {
            host = host[..colon];
        }

        return host.EndsWith('.') ? host[..^1] : host;
    }

    /// <summary>Returns the domain of a route as clients send it: without brackets, international names in their ASCII form.</summary>
    public static string OfDomain(string domain)
    {
        var name = Of(domain).ToString();
        return System.Text.Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
    }
}
