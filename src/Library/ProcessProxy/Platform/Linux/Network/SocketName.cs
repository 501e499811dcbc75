using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.Platform.Linux.Network;

/// <summary>The name of a server as an abstract socket.</summary>
internal sealed class SocketName : IServerName
{
    private const int Backlog = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Socket socket;

    private SocketName(Socket socket) => this.socket = socket;

    /// <inheritdoc cref="MachineNetwork.TakeName"/>
    public static SocketName? Take(string stateDirectory)
    {
        var name = NameOf(stateDirectory);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(name);
            socket.Listen(Backlog);
            return new SocketName(socket);
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

    public void Drain()
    {
        while (socket.Poll(0, SelectMode.SelectRead))
        {
            socket.Accept().Dispose();
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Returns the name, which differs in every container, because the same path is another folder there.</summary>
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
            // A process that has the name and accepts nobody is not ours.
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
