using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>
/// The listening sockets of a server: those that it was started with, until a listener wants them, and those that it listens on. Whoever starts
/// the next server keeps the latter for it.
/// </summary>
/// <param name="inherited">The sockets that the server was started with, with what they were used for.</param>
internal sealed class SocketStore(IEnumerable<NamedSocket> inherited)
{
    private readonly List<NamedSocket> inherited = [.. inherited];
    private readonly List<NamedSocket> used = [];

    /// <summary>Gets the sockets that the server listens on.</summary>
    public IReadOnlyList<NamedSocket> Used => used;

    /// <summary>Takes an inherited socket for an address.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="address">The address.</param>
    /// <param name="port">The port; 0 for any that was used for the same purpose.</param>
    /// <returns>Null if none was inherited.</returns>
    public Socket? Take(string name, IPAddress address, int port)
    {
        var found = inherited.FindIndex(one => one.Socket.LocalEndPoint is IPEndPoint own && own.Address.Equals(address) && (port == 0 ? one.Name == name : own.Port == port));
        if (found < 0)
        {
            return null;
        }

        var socket = inherited[found].Socket;
        inherited.RemoveAt(found);
        return socket;
    }

    /// <summary>Records that the server listens on a socket.</summary>
    public void Use(string name, Socket socket) => used.Add(new NamedSocket(name, socket));

    /// <summary>Has listeners take the sockets that were opened ahead of them.</summary>
    public void Return()
    {
        inherited.AddRange(used);
        used.Clear();
    }

    /// <summary>Closes the inherited sockets that no listener has taken.</summary>
    /// <returns>What they were for.</returns>
    public IReadOnlyCollection<string> CloseRest()
    {
        inherited.ForEach(one => one.Socket.Dispose());
        var names = inherited.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        inherited.Clear();
        return names;
    }
}

/// <summary>A listening socket and what it is for.</summary>
/// <param name="Name">A word of lower-case letters.</param>
/// <param name="Socket">The socket.</param>
internal sealed record NamedSocket(string Name, Socket Socket)
{
    /// <summary>The proxy, plain.</summary>
    public const string Http = "http";

    /// <summary>The proxy, over TLS.</summary>
    public const string Https = "https";

    /// <summary>The management API.</summary>
    public const string Management = "management";

    /// <summary>Makes sockets of inherited descriptors. What does not listen for connections over TCP is closed.</summary>
    /// <param name="descriptors">The descriptors, with their names.</param>
    public static IEnumerable<NamedSocket> Of(IEnumerable<(string Name, SafeHandle Handle)> descriptors)
    {
        foreach (var (name, handle) in descriptors)
        {
            if (Known(handle) is not { } socket)
            {
                handle.Dispose();
            }
            else if (socket is { SocketType: SocketType.Stream, LocalEndPoint: IPEndPoint, Connected: false })
            {
                yield return new NamedSocket(name, socket);
            }
            else
            {
                socket.Dispose();
            }
        }
    }

    private static Socket? Known(SafeHandle handle)
    {
        var owned = new SafeSocketHandle(handle.DangerousGetHandle(), ownsHandle: true);
        try
        {
            var socket = new Socket(owned);
            handle.SetHandleAsInvalid();
            return socket;
        }
        catch (SocketException)
        {
            // Of a family that .NET does not have.
            owned.SetHandleAsInvalid();
            return null;
        }
    }
}
