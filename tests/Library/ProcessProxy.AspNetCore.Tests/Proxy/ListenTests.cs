using System.Net;
using System.Net.Sockets;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

public class ListenTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task Localhost_is_one_free_port_on_both_loopbacks_and_nothing_else()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [], host: "localhost", httpsPort: 0);
        var expected = Socket.OSSupportsIPv6 ? new[] { IPAddress.Loopback, IPAddress.IPv6Loopback } : [IPAddress.Loopback];
        Assert.Equal(expected, proxy.App.Endpoints.Http.Select(endPoint => endPoint.Address));
        Assert.Single(proxy.App.Endpoints.Http.Select(endPoint => endPoint.Port).Distinct());
        Assert.NotEqual(proxy.App.Endpoints.HttpPort, proxy.App.Endpoints.HttpsPort);
        foreach (var endPoint in proxy.App.Endpoints.Http)
        {
            using var client = new TcpClient(endPoint.AddressFamily);
            await client.ConnectAsync(endPoint, token);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_taken_port_is_named_with_its_address()
    {
        var token = TestContext.Current.CancellationToken;
        await using var first = await RunningProxy.StartAsync(token, []);
        var port = first.App.Endpoints.HttpPort;
        var error = Assert.Throws<ListenException>(() => ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = port }));
        Assert.Equal($"Cannot listen on 127.0.0.1, port {port}: another program listens there.", error.Message);
    }

    [Theory]
    [InlineData("port", "/srv/app/config/proxy.yaml", "Set 'port' in proxy.yaml to another port, or to 0 for a free one.")]
    [InlineData("httpsPort", "/srv/app/config/site.yaml", "Set 'httpsPort' in site.yaml to another port, or to 0 for a free one.")]
    [InlineData("port", "", "Set 'port' to another port, or to 0 for a free one.")]
    public void A_taken_port_of_the_proxy_is_named_with_its_owner_and_its_key(string key, string file, string advice)
    {
        using var other = ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = 0 });
        var port = other.Endpoints.HttpPort;
        var listen = key == "port" ? new ListenSpec { Host = "127.0.0.1", Port = port } : new ListenSpec { Host = "127.0.0.1", Port = 0, HttpsPort = port };
        var spec = new ServerSpec { ConfigFile = file, ProjectDirectory = "/srv/app", Listen = listen, Processes = new() { StateDirectory = "/srv/app/pids" } };

        var error = Assert.Throws<ListenException>(() => ProxyPorts.Bind(spec, new SocketStore([])));

        Assert.StartsWith($"Cannot listen on 127.0.0.1, port {port}: it is in use by ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($" (pid {Environment.ProcessId}). {advice}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_the_second_port_gives_back_the_first()
    {
        using var other = ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = 0 });
        int free;
        using (var probe = ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = 0 }))
        {
            free = probe.Endpoints.HttpPort;
        }

        Assert.Throws<ListenException>(() => ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = free, HttpsPort = other.Endpoints.HttpPort }));
        ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = free }).Dispose();
    }

    [Theory]
    [InlineData("example.org", "neither an IP address, 'localhost' nor '*'")]
    [InlineData("192.0.2.1", "this machine has no such address")]
    public void An_address_that_is_not_ours_is_refused_in_words(string host, string words) =>
        Assert.Contains(words, Assert.Throws<ListenException>(() => ListenSockets.Bind(new ListenSpec { Host = host, Port = 0 })).Message);

    [Theory]
    [InlineData("*", "http://localhost:8080", "https://localhost:8443")]
    [InlineData("localhost", "http://localhost:8080", "https://localhost:8443")]
    [InlineData("0.0.0.0", "http://localhost:8080", "https://localhost:8443")]
    [InlineData("::1", "http://[::1]:8080", "https://[::1]:8443")]
    [InlineData("127.0.0.2", "http://127.0.0.2:8080", "https://127.0.0.2:8443")]
    public void The_address_to_open_leads_to_this_machine(string host, string http, string https)
    {
        var endpoints = new ListenEndpoints(host, [new(IPAddress.Loopback, 8080)], [new(IPAddress.Loopback, 8443)]);
        Assert.Equal(http, endpoints.HttpUrl);
        Assert.Equal(https, endpoints.HttpsUrl);
    }

    [Fact(Timeout = Timeout)]
    public async Task After_a_stop_the_port_is_free_again()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, []);
        var port = proxy.App.Endpoints.HttpPort;
        await proxy.App.StopAsync(token);
        ListenSockets.Bind(new ListenSpec { Host = "127.0.0.1", Port = port }).Dispose();
    }
}
