using System.Net;
using System.Net.Sockets;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>
/// The sockets of a listener, inherited or bound before the server starts: real ports are known from the beginning, <c>localhost</c> has the same
/// free port on both loopback addresses, and an error names its address.
/// </summary>
internal sealed class ListenSockets : IDisposable
{
    private const int Backlog = 512;
    private const int AttemptsAtACommonFreePort = 16;

    private readonly SocketStore store;
    private readonly List<Socket> http = [];
    private readonly List<Socket> https = [];

    private ListenSockets(string host, SocketStore store)
    {
        this.store = store;
        Endpoints = new ListenEndpoints(host, [], []);
    }

    /// <summary>Gets the addresses.</summary>
    public ListenEndpoints Endpoints { get; private set; }

    /// <summary>Takes the inherited sockets and binds the others: all or none.</summary>
    /// <param name="spec">The addresses.</param>
    /// <param name="store">The inherited sockets, which gets those in use; null if there are none.</param>
    /// <param name="name">What the sockets for <see cref="ListenSpec.Port"/> are for.</param>
    /// <exception cref="ListenException">An address is in use, not ours, or invalid.</exception>
    public static ListenSockets Bind(ListenSpec spec, SocketStore? store = null, string name = NamedSocket.Http)
    {
        var addresses = AddressesOf(spec.Host);
        var sockets = new ListenSockets(spec.Host, store ?? new SocketStore([]));
        try
        {
            sockets.BindAll(sockets.http, name, addresses, spec.Host, spec.Port);
            if (spec.HttpsPort is { } port)
            {
                sockets.BindAll(sockets.https, NamedSocket.Https, addresses, spec.Host, port);
            }

            sockets.http.ForEach(socket => sockets.store.Use(name, socket));
            sockets.https.ForEach(socket => sockets.store.Use(NamedSocket.Https, socket));
            sockets.Endpoints = new ListenEndpoints(spec.Host, EndPointsOf(sockets.http), EndPointsOf(sockets.https)) { PublicHttpsPort = spec.PublicHttpsPort };
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    /// <summary>Returns the socket bound to <paramref name="endPoint"/>.</summary>
    public Socket Find(EndPoint endPoint) =>
        http.Concat(https).Single(socket => endPoint.Equals(socket.LocalEndPoint));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in http.Concat(https))
        {
            socket.Dispose();
        }
    }

    private static IPAddress[] AddressesOf(string host) => host switch
    {
        "*" => [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any],
        _ when host.Equals("localhost", StringComparison.OrdinalIgnoreCase) =>
            Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback],
        _ when IPAddress.TryParse(host, out var address) => [address],
        _ => throw new ListenException($"Cannot listen on '{host}': it is neither an IP address, 'localhost' nor '*'."),
    };

    private void BindAll(List<Socket> sockets, string name, IPAddress[] addresses, string host, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                BindOnce(sockets, name, addresses, port);
                return;
            }
            catch (SocketException e) when (
                port == 0 && e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < AttemptsAtACommonFreePort)
            {
                // The port that was free on one loopback address is in use on the other: try another one.
                sockets.ForEach(socket => socket.Dispose());
                sockets.Clear();
            }
            catch (SocketException e)
            {
                throw new ListenException($"Cannot listen on {host}, port {port}: {Explain(e)}", e) { TakenPort = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? port : null };
            }
        }
    }

    private void BindOnce(List<Socket> sockets, string name, IPAddress[] addresses, int port)
    {
        foreach (var address in addresses)
        {
            if (store.Take(name, address, port) is { } inherited)
            {
                // It listens already, unless an earlier server has broken it off; then it does again. In that case its connections would be reset at their end.
                inherited.Listen(Backlog);
                inherited.LingerState = new LingerOption(false, 0);
                port = ((IPEndPoint)inherited.LocalEndPoint!).Port;
                sockets.Add(inherited);
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (address.Equals(IPAddress.IPv6Any))
                {
                    socket.DualMode = true;
                }

                socket.Bind(new IPEndPoint(address, port));

                // Until a socket listens, another one may bind to its port; the web server's own Listen changes nothing.
                socket.Listen(Backlog);
                port = ((IPEndPoint)socket.LocalEndPoint!).Port;
                sockets.Add(socket);
            }
            catch (SocketException e) when (
                sockets.Count > 0 && e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                // A machine may support IPv6 without an IPv6 loopback; then only the IPv4 one is used.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program listens there.",
        SocketError.AccessDenied => "this user does not have permission to use ports below 1024.",
        SocketError.AddressNotAvailable => "this machine has no such address.",
        _ => e.Message,
    };

    private static IPEndPoint[] EndPointsOf(List<Socket> sockets) => [.. sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!)];
}
