using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ProcessProxy.Guarding;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Guarding;

/// <summary>A guardian's server that is replaced by another one, and what each of them is told.</summary>
public sealed class SuccessorTests
{
    private const int Kill = 9;
    private const int Terminate = 15;
    private static readonly ProcessEnd Killed = new(null, Kill);
    private static readonly ProcessEnd Ordered = new(0, null);

    public SuccessorTests() => Assert.SkipWhen(!CurrentPlatform.Network.Descriptors.IsSupported, "There is no guardian here.");

    [Fact]
    public async Task It_is_the_server_when_it_is_up_and_the_end_of_the_one_before_it_starts_no_other()
    {
        using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        FakeStarter starter = null!;
        starter = new FakeStarter(
            server =>
            {
                server.Say("HEEDS=1");
                server.Say("READY=1\nSOCKETS=http", listening.SafeHandle);
                Upgrade(server, "UPGRADE=1\nEXECUTABLE=/new/server");
                starter.Await(2);
                starter.Servers[1].Say("HEEDS=1");
                starter.Servers[1].Say("READY=1\nSOCKETS=http", listening.SafeHandle);
                return Ordered;
            },
            _ => Killed,
            _ => Ordered);
        Assert.Equal(0, await RunAsync(starter));
        var next = starter.Servers[1];
        Assert.Equal(["/new/server", "run"], next.Command);
        Assert.Equal(("1", 1, false), (next.Note["PREDECESSOR"], next.Sockets, next.Note.ContainsKey("ENDED")));

        // The one after it is another of its kind.
        Assert.Equal(["/new/server", "run"], starter.Servers[2].Command);
        Assert.Equal("been ended by SIGKILL", starter.Servers[2].Note["ENDED"]);
    }

    [Fact]
    public async Task One_that_ends_before_it_is_up_changes_nothing()
    {
        FakeStarter starter = null!;
        starter = new FakeStarter(
            server =>
            {
                if (server.Part == 0)
                {
                    server.Say("READY=1");
                    Upgrade(server, "UPGRADE=1\nEXECUTABLE=/new/server");
                    starter.Await(2);
                    return null;
                }

                return Killed;
            },
            _ => new ProcessEnd(2, null),
            _ => Ordered);
        Assert.Equal(0, await RunAsync(starter));
        Assert.Equal(["/bin/server", "run"], starter.Servers[2].Command);
        Assert.Equal("been ended by SIGKILL", starter.Servers[2].Note["ENDED"]);
    }

    [Fact]
    public async Task One_that_waits_when_the_server_dies_is_the_next_server()
    {
        FakeStarter starter = null!;
        starter = new FakeStarter(
            server =>
            {
                server.Say("READY=1");
                Upgrade(server, "UPGRADE=1");
                starter.Await(2);
                return Killed;
            },
            server =>
            {
                server.Say("READY=1");
                return Ordered;
            });
        Assert.Equal(0, await RunAsync(starter));
        Assert.Equal(2, starter.Servers.Count);
        Assert.Equal(["/bin/server", "run"], starter.Servers[1].Command);
    }

    [Fact]
    public async Task One_that_is_abandoned_is_killed_and_a_second_one_is_not_started_beside_it()
    {
        FakeStarter starter = null!;
        starter = new FakeStarter(
            server =>
            {
                if (server.Part > 0)
                {
                    return Ordered;
                }

                server.Say("READY=1");
                Upgrade(server, "UPGRADE=1");
                starter.Await(2);
                Upgrade(server, "UPGRADE=1");
                server.Say("ABANDON=1");
                starter.AwaitSignal();
                return null;
            },
            _ => Killed);
        Assert.Equal(0, await RunAsync(starter));
        Assert.Equal([(2, Kill)], starter.Signals);
        Assert.Equal(2, starter.Servers.Count);
    }

    [Fact]
    public async Task A_stop_reaches_the_server_and_the_one_before_it_that_still_answers()
    {
        Guardian? guardian = null;
        FakeStarter starter = null!;
        starter = new FakeStarter(
            server =>
            {
                if (server.Part > 0)
                {
                    return Ordered;
                }

                server.Say("HEEDS=1");
                server.Say("READY=1");
                Upgrade(server, "UPGRADE=1");
                starter.Await(2);
                starter.Servers[1].Say("HEEDS=1");
                using var heard = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                starter.Servers[1].Say("READY=1\nSOCKETS=http", heard.SafeHandle);
                return null;
            },
            server =>
            {
                Assert.True(SpinWait.SpinUntil(() => guardian!.Current == 2, TimeSpan.FromMinutes(1)));
                guardian!.PassOn(Terminate);
                return Ordered;
            });
        using var own = guardian = new Guardian(starter, ["/bin/server"], ["run"], TimeProvider.System);
        Assert.Equal(0, await Task.Run(guardian.Run, TestContext.Current.CancellationToken));
        Assert.Equal([(1, Terminate), (2, Terminate)], starter.Signals.Order());
    }

    [Fact]
    public async Task A_stop_that_only_the_server_before_it_got_reaches_it()
    {
        Guardian? guardian = null;
        FakeStarter starter = null!;
        starter = new FakeStarter(
            server =>
            {
                server.Say("HEEDS=1");
                server.Say("READY=1");
                Upgrade(server, "UPGRADE=1");
                starter.Await(2);
                starter.Servers[1].Say("HEEDS=1");
                guardian!.PassOn(Terminate);
                return Ordered;
            },
            _ =>
            {
                starter.AwaitSignal();
                starter.AwaitSignal();
                return Ordered;
            });
        using var own = guardian = new Guardian(starter, ["/bin/server"], ["run"], TimeProvider.System);
        Assert.Equal(0, await Task.Run(guardian.Run, TestContext.Current.CancellationToken));
        Assert.Equal([(1, Terminate), (2, Terminate)], starter.Signals);
    }

    [Fact]
    public async Task One_that_cannot_be_started_is_said_to_whoever_wants_it()
    {
        var answer = "";
        FakeStarter starter = null!;
        starter = new FakeStarter(
            server =>
            {
                server.Say("READY=1");
                using var mine = Upgrade(server, "UPGRADE=1");
                var buffer = new byte[1024];
                answer = Encoding.UTF8.GetString(buffer, 0, CurrentPlatform.Network.Descriptors.Receive(mine, buffer, []));
                return Ordered;
            },
            null!);
        Assert.Equal(0, await RunAsync(starter));
        Assert.Equal("FAILED=There is no room.\n", answer);
    }

    [Fact]
    public void A_channel_that_is_closed_between_two_messages_has_ended()
    {
        var (own, its) = MessageChannel.Create();
        using var other = new MessageChannel(its);
        using var ended = new ManualResetEventSlim();
        own.Listen("test", (_, _) => own.Dispose(), ended.Set);
        Assert.True(other.Send((Lines.Ready, "1")));
        Assert.True(ended.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    /// <summary>Says that a server wants a successor.</summary>
    /// <returns>The server's end of the channel.</returns>
    private static SafeHandle Upgrade(FakeStarter.Server server, string text)
    {
        var (own, its) = CurrentPlatform.Network.Descriptors.Pair();
        using (its)
        {
            server.Say(text, its);
        }

        return own;
    }

    private static async Task<int> RunAsync(FakeStarter starter)
    {
        using var guardian = new Guardian(starter, ["/bin/server"], ["run"], TimeProvider.System);
        return await Task.Run(guardian.Run, TestContext.Current.CancellationToken);
    }
}
