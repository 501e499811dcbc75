using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Tests.Proxy;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Connections;

/// <summary>Sockets that a server was started with.</summary>
public sealed class SocketStoreTests
{
    private const int Rounds = 30;

    [Fact]
    public void An_inherited_socket_is_recognized_by_its_address_whatever_its_name()
    {
        using var inherited = Listening();
        var port = PortOf(inherited);
        var store = new SocketStore([new NamedSocket("unit", inherited)]);
        using var sockets = ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = port }, store);
        Assert.Equal(port, sockets.Endpoints.HttpPort);
        Assert.Same(inherited, sockets.Find(inherited.LocalEndPoint!));
        Assert.Equal([new NamedSocket("http", inherited)], store.Used);
        Assert.Empty(store.CloseRest());
    }

    [Fact]
    public void For_any_free_port_the_one_with_the_same_purpose_is_taken()
    {
        using var management = Listening();
        using var http = Listening();
        var store = new SocketStore([new NamedSocket("management", management), new NamedSocket("http", http)]);
        using var sockets = ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = 0, HttpsPort = 0 }, store);
        Assert.Equal(PortOf(http), sockets.Endpoints.HttpPort);
        Assert.DoesNotContain(sockets.Endpoints.HttpsPort, new int?[] { PortOf(http), PortOf(management) });
        Assert.Equal(["http", "https"], store.Used.Select(socket => socket.Name));
        Assert.Equal(["management"], store.CloseRest());
        Assert.Throws<ObjectDisposedException>(() => management.LocalEndPoint);
    }

    [Fact]
    public void What_was_not_inherited_is_bound_beside_it()
    {
        Assert.SkipWhen(!Socket.OSSupportsIPv6, "There is no IPv6 here.");
        using var inherited = Listening();
        var store = new SocketStore([new NamedSocket("http", inherited)]);
        using var sockets = ListenSockets.Bind(new ListenSpec { Host = "localhost", Port = PortOf(inherited) }, store);
        Assert.Equal([(IPAddress.Loopback, PortOf(inherited)), (IPAddress.IPv6Loopback, PortOf(inherited))], sockets.Endpoints.Http.Select(one => (one.Address, one.Port)));
    }

    [Fact]
    public void What_does_not_listen_over_TCP_is_closed()
    {
        using var listening = Listening();
        using var connected = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        connected.Connect(listening.LocalEndPoint!);
        using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var handles = new[] { listening, connected, datagrams, local }.Select(socket => ("any", Copy(socket))).ToList();
        var found = Assert.Single(NamedSocket.Of(handles));
        Assert.Equal(listening.LocalEndPoint, found.Socket.LocalEndPoint);
        found.Socket.Dispose();
        Assert.All(handles, handle => Assert.True(handle.Item2.IsClosed));
    }

    /// <summary>Also in the middle of accepting: .NET breaks a socket off that is closed while it is used.</summary>
    [Fact]
    public async Task A_server_that_stops_leaves_the_socket_to_the_one_that_has_it_too()
    {
        var cancelled = TestContext.Current.CancellationToken;
        Assert.SkipWhen(!CurrentPlatform.Network.Descriptors.IsSupported, "Sockets cannot be passed here.");
        using var kept = Listening();
        var address = (IPEndPoint)kept.LocalEndPoint!;
        for (var round = 0; round < Rounds; round++)
        {
            await using var proxy = await RunningProxy.StartAsync(cancelled, [], store: new SocketStore(NamedSocket.Of([("http", Copy(kept))])));
            Assert.Equal(address.Port, proxy.App.Endpoints.HttpPort);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ConnectAsync(address, enough.Token), cancelled)).ToList();
            await Task.Yield();
            await proxy.App.StopAsync(cancelled);
            await enough.CancelAsync();
            await Task.WhenAll(clients);

            // Else the connections that the next one accepts from it would be reset at their end.
            Assert.False(kept.LingerState!.Enabled);
        }

        using var client = new TcpClient();
        await client.ConnectAsync(address, cancelled);
        using var accepted = await kept.AcceptAsync(cancelled);
        Assert.True(accepted.Connected);
    }

    private static async Task ConnectAsync(IPEndPoint address, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.LingerState = new LingerOption(true, 0);
            try
            {
                await client.ConnectAsync(address, enough);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static Socket Listening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>Copies a descriptor as another process gets it.</summary>
    private static SafeHandle Copy(Socket socket)
    {
        var passing = CurrentPlatform.Network.Descriptors;
        var (one, other) = passing.Pair();
        using (one)
        using (other)
        {
            var copies = new List<SafeHandle>();
            passing.Send(one, "x"u8, [socket.SafeHandle]);
            Assert.Equal(1, passing.Receive(other, new byte[8], copies));
            return Assert.Single(copies);
        }
    }
}
