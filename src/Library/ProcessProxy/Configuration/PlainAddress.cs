using System.Net;

namespace ProcessProxy.Configuration;

/// <summary>Converts addresses to one form: sockets that accept both write IPv4 as IPv6.</summary>
internal static class PlainAddress
{
    /// <summary>Returns the IPv4 address that is written as IPv6 (<c>::ffff:10.0.0.1</c>), or any other address unchanged.</summary>
    public static IPAddress Plain(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
