using System.Net;

namespace ProcessProxy.Configuration;

/// <summary>One form for each address: IPv4 is written as IPv6 by sockets that take both.</summary>
internal static class PlainAddress
{
    /// <summary>The IPv4 address that is written as IPv6 (<c>::ffff:10.0.0.1</c>); any other address as it is.</summary>
    public static IPAddress Plain(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
