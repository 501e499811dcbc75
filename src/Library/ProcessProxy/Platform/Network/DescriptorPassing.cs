using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Network;

/// <summary>Passes open sockets from one process to another. This base class, for systems where we do not do this, passes none.</summary>
/// <remarks>
/// The handles are those of descriptors: what closes a <see cref="SafeSocketHandle"/> has .NET tell the socket that its connections are reset at their end, and
/// whoever else has the socket would reset those that it accepts.
/// </remarks>
internal class DescriptorPassing
{
    /// <value>32 descriptors in one message: a server listens on six sockets at most.</value>
    public const int Most = 32;

    /// <summary>Gets whether sockets can be passed.</summary>
    public virtual bool IsSupported => false;

    /// <summary>Connects to a socket that receives messages.</summary>
    /// <param name="address">Its path, or <c>@</c> and its abstract name.</param>
    /// <exception cref="SocketException">There is none.</exception>
    public static Socket Connect(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? string.Concat("\0", address.AsSpan(1)) : address));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Creates two sockets that are connected to each other and keep messages apart. Both are close-on-exec.</summary>
    /// <exception cref="IOException">There are too many open files.</exception>
    public virtual (SafeHandle One, SafeHandle Other) Pair() => throw new PlatformNotSupportedException();

    /// <summary>Returns another descriptor of a socket, which stays open when this one is closed. It is close-on-exec.</summary>
    /// <exception cref="IOException">There are too many open files.</exception>
    public virtual SafeHandle Duplicate(SafeHandle socket) => throw new PlatformNotSupportedException();

    /// <summary>Sends one message, without waiting.</summary>
    /// <param name="socket">A connected Unix socket.</param>
    /// <param name="message">The message, which is not empty.</param>
    /// <param name="descriptors">The descriptors that the receiver gets copies of.</param>
    /// <exception cref="IOException">Nobody receives it, or not at this moment.</exception>
    public virtual void Send(SafeHandle socket, ReadOnlySpan<byte> message, IReadOnlyList<SafeHandle> descriptors) => throw new PlatformNotSupportedException();

    /// <summary>Waits for the next message.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="message">Gets the message, as far as there is room.</param>
    /// <param name="descriptors">Gets the descriptors in it, which are close-on-exec and belong to the caller.</param>
    /// <returns>The length; 0 when the other side is closed.</returns>
    public virtual int Receive(SafeHandle socket, Span<byte> message, ICollection<SafeHandle> descriptors) => throw new PlatformNotSupportedException();

    /// <summary>Takes over a socket that this process was started with. From then on it is close-on-exec.</summary>
    /// <returns>Null if there is no such descriptor, or it is no socket.</returns>
    public virtual SafeHandle? Inherit(int descriptor) => null;
}
