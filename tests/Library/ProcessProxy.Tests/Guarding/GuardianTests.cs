using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcessProxy.Guarding;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Guarding;

/// <summary>When a server is started again, with what, and which signals it gets.</summary>
public sealed class GuardianTests
{
    private const int Terminate = 15;
    private const int HangUp = 1;
    private static readonly ProcessEnd Killed = new(null, 9);
    private static readonly ProcessEnd Ordered = new(0, null);

    public GuardianTests() => Assert.SkipWhen(!CurrentPlatform.Network.Descriptors.IsSupported, "There is no guardian here.");

    [Theory]
    [InlineData(3, null, 3)]
    [InlineData(0, null, 0)]
    [InlineData(null, 9, 137)]
    public async Task The_end_of_a_server_that_never_was_up_is_that_of_the_guardian(int? code, int? signal, int expected)
    {
        var starter = new FakeStarter(_ => new ProcessEnd(code, signal));
        Assert.Equal(expected, await RunAsync(starter));
    }

    [Fact]
    public async Task After_one_that_was_up_any_death_is_followed_by_a_start_and_only_an_orderly_end_is_the_last()
    {
        var starter = new FakeStarter(Up(Killed), _ => new ProcessEnd(2, null), _ => Killed, Up(Ordered));
        Assert.Equal(0, await RunAsync(starter));
        Assert.Equal([null, "been ended by SIGKILL", "ended with exit code 2", "been ended by SIGKILL"], starter.Servers.Select(server => server.Note.GetValueOrDefault("ENDED")));
    }

    [Fact]
    public async Task The_sockets_of_the_last_server_that_was_up_are_those_of_the_next_one()
    {
        using var first = Listening();
        using var second = Listening();
        var starter = new FakeStarter(
            server =>
            {
                server.Say("READY=1\nSOCKETS=http:management\nCONFIGURATION=/kept", first.SafeHandle, second.SafeHandle);
                return Killed;
            },
            _ => Killed,
            server =>
            {
                server.Say("READY=1\nSOCKETS=https", first.SafeHandle);
                return Killed;
            },
            _ => Ordered);
        Assert.Equal(0, await RunAsync(starter));
        Assert.Equal([0, 2, 2, 1], starter.Servers.Select(server => server.Sockets));
        Assert.Equal(["", "http:management", "http:management", "https"], starter.Servers.Select(server => server.Note["SOCKETS"]));
        Assert.Equal([null, "/kept", "/kept", null], starter.Servers.Select(server => server.Note.GetValueOrDefault("CONFIGURATION")));
    }

    [Fact]
    public async Task The_sockets_stay_open_between_two_servers_and_are_closed_when_one_stops()
    {
        var listening = Listening();
        var address = (IPEndPoint)listening.LocalEndPoint!;
        var starter = new FakeStarter(
            server =>
            {
                server.Say("READY=1\nSOCKETS=http", listening.SafeHandle);
                listening.Dispose();
                return Killed;
            },
            server =>
            {
                using var client = new TcpClient();
                client.Connect(address);
                server.Dispose();
                return Killed;
            },
            server =>
            {
                server.Say("STOPPING=1");
                server.Dispose();
                return Killed;
            });
        Assert.Equal(137, await RunAsync(starter));
        using var late = new TcpClient();
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => late.Connect(address)).SocketErrorCode);
    }

    [Fact]
    public async Task A_signal_waits_for_a_server_that_can_handle_it()
    {
        Guardian? guardian = null;
        var starter = new FakeStarter(
            Up(Killed),
            server =>
            {
                guardian!.PassOn(HangUp);
                guardian.PassOn(Terminate);
                server.Say("HEEDS=1");
                return Ordered;
            });
        using var own = guardian = new Guardian(starter, ["/bin/server"], ["run"], TimeProvider.System);
        Assert.Equal(0, await Task.Run(guardian.Run, TestContext.Current.CancellationToken));
        Assert.Equal([(2, HangUp), (2, Terminate)], starter.Signals);
    }

    [Fact]
    public async Task A_stop_that_no_server_could_handle_ends_the_guardian_with_the_server()
    {
        Guardian? guardian = null;
        var starter = new FakeStarter(
            Up(Killed),
            _ =>
            {
                guardian!.PassOn(Terminate);
                return new ProcessEnd(1, null);
            });
        using var own = guardian = new Guardian(starter, ["/bin/server"], ["run"], TimeProvider.System);
        Assert.Equal(1, await Task.Run(guardian.Run, TestContext.Current.CancellationToken));
        Assert.Empty(starter.Signals);
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_is_tried_again_but_not_the_first()
    {
        var starter = new FakeStarter(Up(Killed), null!, Up(Ordered));
        Assert.Equal(0, await RunAsync(starter));
        Assert.Equal(3, starter.Servers.Count);
        await Assert.ThrowsAsync<LaunchException>(() => RunAsync(new FakeStarter([null!])));
    }

    [Fact]
    public void Pauses_grow_up_to_five_seconds_and_are_short_while_servers_come_up()
    {
        var pause = new RestartPause();
        var never = Enumerable.Range(0, 9).Select(_ => pause.After(null).TotalMilliseconds);
        Assert.Equal([0, 100, 200, 400, 800, 1600, 3200, 5000, 5000], never);
        Assert.Equal(500, pause.After(TimeSpan.FromMilliseconds(499)).TotalMilliseconds);
        Assert.Equal(0, pause.After(RestartPause.While).TotalMilliseconds);
        Assert.Equal([100, 200, 400, 500], Enumerable.Range(0, 4).Select(_ => pause.After(TimeSpan.Zero).TotalMilliseconds));
    }

    [Fact]
    public void Lines_of_another_version_and_values_that_would_be_two_are_passed_over()
    {
        Assert.Equal("GUARDIAN=7\n", Lines.Write((Lines.Guardian, "7"), (Lines.Configuration, "/a\nb"), (Lines.Ended, null)));
        var read = Lines.Read("GUARDIAN=7\nMORE=a=b\n\n=x\nnothing\nGUARDIAN=8\n");
        Assert.Equal(("8", "a=b", 2), (read["GUARDIAN"], read["MORE"], read.Count));
        Assert.Empty(Lines.Names((string?)null));
        Assert.Equal(["http", "https"], Lines.Names("http:https"));
    }

    private static async Task<int> RunAsync(FakeStarter starter)
    {
        using var guardian = new Guardian(starter, ["/bin/server"], ["run"], TimeProvider.System);
        return await Task.Run(guardian.Run, TestContext.Current.CancellationToken);
    }

    private static Func<FakeStarter.Server, ProcessEnd?> Up(ProcessEnd end) => server =>
    {
        server.Say("HEEDS=1");
        server.Say("READY=1");
        return end;
    };

    private static Socket Listening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }
}
