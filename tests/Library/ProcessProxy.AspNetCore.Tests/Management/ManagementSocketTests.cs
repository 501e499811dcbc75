using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.AspNetCore.Builder;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.AspNetCore.Tests.Contract;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Management;

/// <summary>The management API on a Unix socket: who may open its file may command, and nobody else.</summary>
[SupportedOSPlatform("linux")]
public sealed class ManagementSocketTests : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("processproxy-socket-").FullName;
    private readonly ErrorLog log = new();
    private WebApplication? app;

    private string Socket => Path.Combine(folder, "api.sock");

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task Its_owner_commands_without_a_key_whatever_host_is_named_and_it_goes_with_the_server()
    {
        await StartAsync(new ManagementSpec { Host = null, Port = 0, ApiKey = "the key of TCP", Socket = Socket }, TestContext.Current.CancellationToken);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Socket));
        using (var client = HttpProcessClient.ForSocket(Socket))
        {
            Assert.Equal("web", (await client.GetAsync("web", TestContext.Current.CancellationToken)).Id);
        }

        Assert.StartsWith("HTTP/1.1 200", await ExchangeAsync("GET /api/processes HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        await app!.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Socket));
        using var late = HttpProcessClient.ForSocket(Socket);
        var gone = await Assert.ThrowsAsync<ProcessProxyException>(() => late.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ServerUnreachable, gone.Code);
        Assert.Contains(Socket, gone.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_socket_that_a_killed_server_left_is_replaced()
    {
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "left")));
            left.Listen();
            File.Move(Path.Combine(folder, "left"), Socket);
        }

        await StartAsync(new ManagementSpec { Host = null, Port = 0, Socket = Socket }, TestContext.Current.CancellationToken);
        using var client = HttpProcessClient.ForSocket(Socket);
        Assert.NotEmpty(await client.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_is_no_socket_and_one_that_somebody_listens_on_are_left_alone()
    {
        await File.WriteAllTextAsync(Socket, "precious", TestContext.Current.CancellationToken);
        var spec = new ManagementSpec { Host = null, Port = 0, Socket = Socket };
        Assert.Contains("something else is there", Refusal(spec), StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Socket, TestContext.Current.CancellationToken));
        File.Delete(Socket);
        await StartAsync(spec, TestContext.Current.CancellationToken);
        Assert.Contains("another program listens there", Refusal(spec), StringComparison.Ordinal);
        using var client = HttpProcessClient.ForSocket(Socket);
        Assert.NotEmpty(await client.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_place_for_a_socket_there_is_the_port_and_a_warning_and_without_both_an_error()
    {
        var impossible = Path.Combine(folder, new string('x', 108));
        await StartAsync(new ManagementSpec { Host = "127.0.0.1", Port = 0, Socket = impossible }, TestContext.Current.CancellationToken);
        Assert.Null(ManagementApp.ListenersOf(app!).SocketName);
        Assert.Contains("longer than the 107 bytes", Assert.Single(log.Entries), StringComparison.Ordinal);
        Assert.Contains("host: none", Refusal(new ManagementSpec { Host = null, Port = 0, Socket = impossible }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => HttpProcessClient.ForSocket(impossible));
        Assert.Throws<ArgumentException>(() => HttpProcessClient.ForSocket("relative.sock"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_socket_whose_file_is_gone_is_made_anew()
    {
        await StartAsync(new ManagementSpec { Host = null, Port = 0, Socket = Socket }, TestContext.Current.CancellationToken);
        var listener = ManagementApp.ListenersOf(app!).Socket!;
        Assert.False(listener.Restore());
        File.Delete(Socket);
        Assert.True(listener.Restore());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Socket));
        using var client = HttpProcessClient.ForSocket(Socket);
        Assert.NotEmpty(await client.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_group_that_does_not_exist_is_an_error() => Assert.Equal(
        "There is no group 'no-such-group' (management.group).", Refusal(new ManagementSpec { Host = null, Port = 0, Socket = Socket, Group = "no-such-group" }));

    [Fact(Timeout = 30_000)]
    public async Task A_group_may_open_it()
    {
        Assert.SkipWhen(Environment.UserName != "root", "Only root can give a file to a group it is no member of.");
        await StartAsync(new ManagementSpec { Host = null, Port = 0, Socket = Socket, Group = "2001" }, TestContext.Current.CancellationToken);
        Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(Socket));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_port_that_nobody_chose_gives_way_and_one_that_somebody_chose_is_an_error_that_names_who_has_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var spec = new ManagementSpec { Host = "127.0.0.1", Port = port };
        await StartAsync(spec, TestContext.Current.CancellationToken);
        Assert.NotEqual(port, new Uri(ManagementApp.ListenersOf(app!).Address!).Port);
        Assert.Contains($"(pid {Environment.ProcessId})", Assert.Single(log.Entries), StringComparison.Ordinal);
        var refused = Refusal(spec with { IsPortChosen = true });
        Assert.Contains($"port {port}", refused, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", refused, StringComparison.Ordinal);
        Assert.Contains("management.port", refused, StringComparison.Ordinal);
    }

    private async Task StartAsync(ManagementSpec spec, CancellationToken cancellationToken)
    {
        app = ManagementApp.Build(spec, new FakeProcessClient(), log, TimeProvider.System, connections: 100);
        await app.StartAsync(cancellationToken);
    }

    private string Refusal(ManagementSpec spec) =>
        Assert.ThrowsAny<IOException>(() => ManagementApp.Build(spec, new FakeProcessClient(), log, TimeProvider.System, connections: 100)).Message;

    private async Task<string> ExchangeAsync(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
