using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>Who counts as one client: an IPv4 address, or the /64 network that an IPv6 address is in, since a client has all of that.</summary>
/// <param name="Network">The bits of it.</param>
/// <param name="IsIPv6">Which kind it is.</param>
internal readonly record struct ClientKey(ulong Network, bool IsIPv6)
{
    private const int IPv6Length = 16;
    private const int MappedOffset = 12;

    /// <summary>The client with an address; all without one are the same.</summary>
    public static ClientKey Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[IPv6Length];
        return address switch
        {
            null => default,
            _ when !address.TryWriteBytes(bytes, out _) => default,
            { AddressFamily: AddressFamily.InterNetwork } => new(BinaryPrimitives.ReadUInt32BigEndian(bytes), false),
            { IsIPv4MappedToIPv6: true } => new(BinaryPrimitives.ReadUInt32BigEndian(bytes[MappedOffset..]), false),
            _ => new(BinaryPrimitives.ReadUInt64BigEndian(bytes), true),
        };
    }

    /// <summary>Differs from one run of the program to the next, so that nobody can choose networks that fall together.</summary>
    public override int GetHashCode() => HashCode.Combine(Network, IsIPv6);
}
