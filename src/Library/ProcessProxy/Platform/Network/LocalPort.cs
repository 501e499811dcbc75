using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ProcessProxy.Platform.Network;

/// <summary>Looks at TCP ports of this machine.</summary>
internal static class LocalPort
{
    /// <value>2 seconds: a listener on this machine whose queue is full answers later, or never.</value>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Returns whether a program could listen on a port, on every address. It may be taken a moment later.</summary>
    public static bool IsFree(int port) =>
        CanBind(AddressFamily.InterNetwork, IPAddress.Any, port) && (!Socket.OSSupportsIPv6 || CanBind(AddressFamily.InterNetworkV6, IPAddress.IPv6Any, port));

    /// <summary>Returns whether a port accepts connections on a loopback address.</summary>
    public static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken) =>
        await AcceptsAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false)
        || (Socket.OSSupportsIPv6 && await AcceptsAsync(IPAddress.IPv6Loopback, port, cancellationToken).ConfigureAwait(false));

    /// <summary>Returns whether a program listens on a port on any address of this machine, as far as this can be determined.</summary>
    public static bool IsListenedOn(int port)
    {
        try
        {
            return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
        }
        catch (Exception unknown) when (unknown is NetworkInformationException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // This system does not tell.
            return false;
        }
    }

    private static async Task<bool> AcceptsAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ConnectTimeout);
        try
        {
            // There may be no descriptor for it, which is not an answer either.
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address, port, timeout.Token).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static bool CanBind(AddressFamily family, IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
            if (family == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException taken)
        {
            // Without the protocol there is nobody to take it.
            return taken.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable;
        }
    }
}
