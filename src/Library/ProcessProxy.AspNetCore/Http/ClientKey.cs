using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>The identity of a client: an IPv4 address, or the /64 network of an IPv6 address, because a client has all of it.</summary>
/// <param name="Network">The bits of the address or network.</param>
/// <param name="IsIPv6">Whether it is an IPv6 network.</param>
internal readonly record struct ClientKey(ulong Network, bool IsIPv6)
{
    private const int IPv6Length = 16;
    private const int MappedOffset = 12;

    /// <summary>Returns the client with an address; all clients without an address are the same.</summary>
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

    /// <summary>Differs between runs of the program, so that nobody can choose networks with the same hash.</summary>
    public override int GetHashCode() => HashCode.Combine(Network, IsIPv6);
}
