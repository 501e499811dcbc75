using System.Net.Sockets;
using System.Text;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Network;

/// <summary>A listening Unix socket to which, at any moment, only its owner or a group may connect. Its file is removed with it.</summary>
internal sealed class LocalSocket : IDisposable
{
    private const int LongestPath = 107;
    private const int Backlog = 128;
    private readonly Socket socket;
    private readonly ulong inode;

    private LocalSocket(string path, Socket socket)
    {
        Path = path;
        this.socket = socket;
        inode = CurrentPlatform.Network.InodeOf(path);
    }

    /// <summary>Gets its path.</summary>
    public string Path { get; }

    /// <summary>Gets whether its file still exists, so that clients can connect. Always true if this cannot be determined.</summary>
    public bool IsThere => CurrentPlatform.Network.InodeOf(Path) == inode;

    /// <summary>Starts listening. The file of an earlier server is removed.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="group">The group whose members may also connect; null for nobody.</param>
    /// <exception cref="IOException">It cannot be created there; the message has the reason.</exception>
    public static LocalSocket Listen(string path, SystemGroup? group)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw new IOException($"The path {path} is longer than the {LongestPath} bytes that one of a socket can have.");
        }

        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));

            // Until it listens, nobody can connect, whatever permissions the umask has given it.
            CurrentPlatform.Network.Restrict(path, group);
            socket.Listen(Backlog);
            return new LocalSocket(path, socket);
        }
        catch (Exception refused) when (refused is SocketException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new IOException($"There cannot be a socket at {path}: {refused.Message}.", refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Accepts the next connection.</summary>
    /// <exception cref="SocketException">It cannot be accepted, also after <see cref="Dispose"/>.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken) => socket.AcceptAsync(cancellationToken);

    /// <summary>Stops listening. .NET removes the file by its name, even if another file has the name by then.</summary>
    public void Dispose() => socket.Dispose();

    /// <summary>Removes the file of a socket that nobody listens on.</summary>
    private static void RemoveStale(string path)
    {
        if (!File.Exists(path) && new FileInfo(path).LinkTarget is null)
        {
            return;
        }

        // On Linux, connecting to a file that is not a socket is refused as well; elsewhere it is another error.
        if (!CurrentPlatform.Network.MayBeSocket(path))
        {
            throw new IOException($"There cannot be a socket at {path}: something else is there.");
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException other)
        {
            throw new IOException($"There cannot be a socket at {path}: {other.Message}.", other);
        }

        throw new IOException($"There cannot be a socket at {path}: another program listens there.");
    }
}
