using System.Net.Security;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Clients that take and give nothing, or too much: the others are served, and it costs no memory to speak of.</summary>
public sealed class FloodAttackTests : IAsyncLifetime
{
    private const long MemoryMore = 200L << 20;
    private const long StreamMemory = 100L << 10;
    private readonly Target target = new("chatty: { command: sh, args: [\"-c\", \"while :; do echo a line that is read by many; sleep 0.01; done\"] }");
    private readonly List<RawClient> clients = [];
    private long before;

    public async ValueTask InitializeAsync()
    {
        await target.StartAsync();
        before = Footprint.MemoryOf(target.Server.Pid);
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await target.DisposeAsync();
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Event_streams_and_logs_that_are_followed_and_never_read_cost_nobody_anything()
    {
        // The port takes 512 connections: who may command could shut everybody out there, and could stop the server as well.
        var count = FaultTable.Amount(200, 480);
        await ConnectAsync(count, target.ManagementPort, number => number % 2 == 0
            ? "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            : "GET /api/processes/chatty/logs?follow=true&lines=10000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        await AssertUnharmedAsync($"{count} readers of events and logs that never read");
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Idle_connections_to_the_management_listener_keep_no_operator_out()
    {
        var count = FaultTable.Amount(1000, 10_000);
        await using var crowd = await CrowdProcess.ComeAsync(target.ManagementPort, count, "G");
        for (var i = 0; i < 3; i++)
        {
            var list = await Tool.ServerAsync("/", "list", "--config", target.Project.ConfigFile);
            Assert.True(list.ExitCode == 0 && list.Output.Contains("web", StringComparison.Ordinal), list.Output + list.Errors);
            Assert.Equal(System.Net.HttpStatusCode.OK, await Target.GetAsync($"http://127.0.0.1:{target.ProxyPort}/x"));
        }

        await crowd.LeaveAsync();
        await AssertUnharmedAsync($"{count} idle connections to the management listener, while the command line asks three times");
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Heads_and_bodies_that_come_a_byte_at_a_time_keep_nobody_out()
    {
        var count = FaultTable.Amount(100, 1000);
        for (var i = 0; i < count; i++)
        {
            var client = await RawClient.ConnectSecurelyAsync(target.HttpsPort, SslApplicationProtocol.Http11);
            clients.Add(client);
            await client.SendAsync(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: a" : "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\na");
        }

        foreach (var client in clients.Where((_, number) => number % 2 == 0))
        {
            await client.SendAsync("b");
        }

        await AssertUnharmedAsync($"{count} slow heads and bodies over TLS");
    }

    [Fact(Timeout = 120_000)]
    public async Task Heads_that_are_too_large_are_refused_by_both_listeners()
    {
        string[] heads =
        [
            $"Cookie: {new string('a', 1 << 20)}\r\n\r\n", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"X-{i}: a\r\n")) + "\r\n",
            string.Concat(Enumerable.Range(0, 90).Select(i => $"Cookie: c{i}={new string('a', 4000)}\r\n")) + "\r\n",
        ];
        foreach (var port in (int[])[target.ProxyPort, target.ManagementPort])
        {
            foreach (var head in heads)
            {
                var answer = await RefusedAsync(port, $"GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}");
                Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
            }
        }

        await AssertUnharmedAsync($"{2 * heads.Length} heads of up to a megabyte");
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Streams_that_are_begun_and_reset_at_once_cost_nobody_anything()
    {
        var (goal, sent, connections) = (FaultTable.Amount(10_000, 500_000), 0, 0);
        while (sent < goal)
        {
            using var client = await Http2Client.ConnectAsync(target.HttpsPort);
            connections++;
            sent += await client.ResetAsync(goal - sent);
        }

        await AssertUnharmedAsync($"{sent} HTTP/2 streams begun and reset at once, over {connections} connections");
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Streams_with_a_window_of_nothing_keep_nobody_out()
    {
        var connections = FaultTable.Amount(20, 200);
        var open = new List<Http2Client>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                open.Add(await Http2Client.ConnectAsync(target.HttpsPort, window: 0));
                await open[i].BeginAsync(100);
            }

            // Each stream is held whole: its request, the connection to the program, the answer.
            var most = await MeasureAsync();
            Assert.InRange(most - before, long.MinValue, connections * 100 * StreamMemory);
            open.ForEach(client => client.Dispose());
            var back = FaultTable.IsLong ? $", back to +{await ReturnedAsync((most - before) / 3) >> 20} MB after they have left" : "";
            await AssertEndsAsync($"{connections} HTTP/2 connections of 100 streams with a window of 0", $"memory at most +{(most - before) >> 20} MB{back}");
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private static async Task<string> RefusedAsync(int port, string request)
    {
        try
        {
            return await RawClient.ExchangeAsync(port, request);
        }
        catch (IOException)
        {
            // It hung up in the middle of what it does not want.
            return "";
        }
    }

    private async Task ConnectAsync(int count, int port, Func<int, string> request)
    {
        for (var i = 0; i < count; i++)
        {
            var client = await RawClient.ConnectAsync(port);
            clients.Add(client);
            await client.SendAsync(request(i));
        }
    }

    private async Task AssertUnharmedAsync(string attack)
    {
        var more = await MeasureAsync() - before;
        Assert.InRange(more, long.MinValue, MemoryMore);
        clients.ForEach(client => client.Dispose());
        clients.Clear();
        await AssertEndsAsync(attack, $"memory at most +{more >> 20} MB");
    }

    /// <summary>Sees that everybody is served while the attack lasts, and gives the most memory that the server had.</summary>
    private async Task<long> MeasureAsync()
    {
        var most = before;
        for (var i = 0; i < FaultTable.Amount(10, 200); i++)
        {
            await target.AssertServesAsync();
            most = Math.Max(most, Footprint.MemoryOf(target.Server.Pid));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return most;
    }

    /// <summary>Waits until memory that nobody needs is returned, and gives how much more there is than before the attack.</summary>
    private async Task<long> ReturnedAsync(long most)
    {
        var more = 0L;
        await Wait.Until(() => (more = Footprint.MemoryOf(target.Server.Pid) - before) < most, "the memory is returned", TimeSpan.FromMinutes(5));
        return more;
    }

    private async Task AssertEndsAsync(string attack, string counted)
    {
        await target.AssertServesAsync();
        Assert.Equal(0, await target.Server.StopAsync());
        FaultTable.Add(attack, $"route, health and API always answered; {counted}; SIGTERM ended it with 0");
    }
}
