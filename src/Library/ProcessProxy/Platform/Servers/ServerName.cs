using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Servers;

/// <summary>
/// A name that the kernel keeps for the server of a path of state, beside the lock in the folder: it stays when the folder is removed
/// or the path leads elsewhere, and goes with the process. An abstract socket, so on Linux only.
/// </summary>
internal sealed class ServerName : IDisposable
{
    private const int Backlog = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Socket socket;

    private ServerName(Socket socket) => this.socket = socket;

    /// <summary>Takes the name of a path.</summary>
    /// <returns>Null when a process of another user has it, which proves nothing, or on a system without such names.</returns>
    /// <exception cref="ServerLockedException">Another server of this user's, or root's, has it.</exception>
    public static ServerName? Take(string stateDirectory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var name = NameOf(stateDirectory);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(name);
            socket.Listen(Backlog);
            return new ServerName(socket);
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            return taken.SocketErrorCode == SocketError.AddressAlreadyInUse && Holder(name) is { Pid: > 0 } holder
                && (holder.User == 0 || holder.User == Ownership.OfThisProcess)
                ? throw new ServerLockedException(stateDirectory, holder.Pid, taken)
                : null;
        }
    }

    /// <summary>Lets go of those who have asked who has the name: the answer was in the connecting.</summary>
    public void Drain()
    {
        while (socket.Poll(0, SelectMode.SelectRead))
        {
            socket.Accept().Dispose();
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>The name; another one in every container, since the same path is another folder there.</summary>
    private static UnixDomainSocketEndPoint NameOf(string stateDirectory)
    {
        var text = new FileInfo("/proc/self/ns/mnt").LinkTarget + stateDirectory;
        return new UnixDomainSocketEndPoint("\0processproxy/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)));
    }

    private static (int Pid, uint User)? Holder(UnixDomainSocketEndPoint name)
    {
        const int socketLevel = 1;
        const int peerCredentials = 17;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            // Whoever has the name and lets nobody in is none of ours.
            probe.ConnectAsync(name, patience.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException)
        {
            return null;
        }

        Span<byte> credentials = stackalloc byte[12];
        return probe.GetRawSocketOption(socketLevel, peerCredentials, credentials) == credentials.Length
            ? (BitConverter.ToInt32(credentials), BitConverter.ToUInt32(credentials[4..]))
            : null;
    }
}
