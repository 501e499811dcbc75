using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Network;

/// <summary>
/// Asks the kernel for the owner of one TCP connection (<c>NETLINK_SOCK_DIAG</c>). The time does not depend on the number of connections; the tables in
/// <c>/proc/net</c> contain all of them.
/// </summary>
internal static unsafe class SocketDiagnosis
{
    private const int NetlinkFamily = 16;
    private const int DatagramCloseOnExec = 2 | 0x80000;
    private const int SocketDiagnosisProtocol = 4;
    private const int DoNotWait = 0x40;

    private const ushort ByFamily = 20;
    private const ushort Request = 1;
    private const byte Tcp = 6;
    private const byte InterNetwork = 2;
    private const byte InterNetworkV6 = 10;
    private const byte Established = 1;

    private const int Header = 16;
    private const int RequestLength = Header + 56;
    private const int RequestEnds = Header + 8;
    private const int Addresses = 4;
    private const int OtherAddress = Addresses + 16;
    private const int Interface = OtherAddress + 16;
    private const int Cookie = Interface + 4;

    private const int AnswerLength = Header + 72;
    private const int AnswerState = Header + 1;
    private const int AnswerUser = Header + 64;
    private const int AnswerInode = Header + 68;

    /// <summary>Asks the kernel.</summary>
    /// <param name="own">The end whose user is requested.</param>
    /// <param name="other">The other end.</param>
    /// <param name="user">The user; null if there is no such connection, or its program has closed it.</param>
    /// <returns>False if the kernel does not answer: the query is not supported here, or there is no such connection.</returns>
    public static bool TryAsk(IPEndPoint own, IPEndPoint other, out uint? user)
    {
        user = null;
        using var socket = new Descriptor(Libc.Socket(NetlinkFamily, DatagramCloseOnExec, SocketDiagnosisProtocol));
        if (socket.IsInvalid)
        {
            return false;
        }

        var request = stackalloc byte[RequestLength];
        Write(new Span<byte>(request, RequestLength), own, other);
        if (Libc.Send(socket, request, RequestLength, 0) != RequestLength)
        {
            return false;
        }

        // The kernel answers before send returns.
        const int room = 1024;
        var answer = stackalloc byte[room];
        var length = Libc.Receive(socket, answer, room, DoNotWait);
        var message = new ReadOnlySpan<byte>(answer, length < 0 ? 0 : (int)length);
        if (message.Length < AnswerLength || MemoryMarshal.Read<ushort>(message[4..]) != ByFamily)
        {
            return false;
        }

        // The kernel reports root for a connection that its program has closed.
        user = message[AnswerState] == Established && MemoryMarshal.Read<uint>(message[AnswerInode..]) != 0 ? MemoryMarshal.Read<uint>(message[AnswerUser..]) : null;
        return true;
    }

    private static void Write(Span<byte> request, IPEndPoint own, IPEndPoint other)
    {
        request.Clear();
        var (ownAddress, otherAddress) = (own.Address.Plain(), other.Address.Plain());
        var isNarrow = ownAddress.AddressFamily == AddressFamily.InterNetwork;
        MemoryMarshal.Write(request, RequestLength);
        MemoryMarshal.Write(request[4..], ByFamily);
        MemoryMarshal.Write(request[6..], Request);
        request[Header] = isNarrow ? InterNetwork : InterNetworkV6;
        request[Header + 1] = Tcp;
        MemoryMarshal.Write(request[(Header + 4)..], uint.MaxValue);

        var ends = request[RequestEnds..];
        BinaryPrimitives.WriteUInt16BigEndian(ends, (ushort)own.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ends[2..], (ushort)other.Port);
        ownAddress.TryWriteBytes(ends[Addresses..], out _);
        otherAddress.TryWriteBytes(ends[OtherAddress..], out _);
        MemoryMarshal.Write(ends[Interface..], isNarrow ? 0 : (int)ownAddress.ScopeId);
        ends.Slice(Cookie, 2 * sizeof(uint)).Fill(0xFF);
    }
}
