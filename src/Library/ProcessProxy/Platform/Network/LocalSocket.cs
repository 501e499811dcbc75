using System.Net.Sockets;
using System.Text;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Network;

/// <summary>A Unix socket that listens, and that nobody but its owner, or a group, may connect to at any moment. Its file goes with it.</summary>
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

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Whether its file is still there, so that it can be connected to. Always so where that cannot be told.</summary>
    public bool IsThere => CurrentPlatform.Network.InodeOf(Path) == inode;

    /// <summary>Listens. What an earlier server has left there is removed.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="group">Whose members may connect, too; null for nobody.</param>
    /// <exception cref="IOException">It cannot be made there; the message says why.</exception>
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

            // Until it listens nobody can connect, whatever the umask has made of its permissions.
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

    /// <summary>The next one who connects.</summary>
    /// <exception cref="SocketException">It cannot be told; after <see cref="Dispose"/>, too.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken) => socket.AcceptAsync(cancellationToken);

    /// <summary>Listens no more. .NET removes the file, by its name: what has its name meanwhile is removed, too.</summary>
    public void Dispose() => socket.Dispose();

    /// <summary>Removes the file of a socket that nobody listens on.</summary>
    private static void RemoveStale(string path)
    {
        if (!File.Exists(path) && new FileInfo(path).LinkTarget is null)
        {
            return;
        }

        // Connecting to what is no socket is refused as well on Linux; elsewhere it is another error.
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
