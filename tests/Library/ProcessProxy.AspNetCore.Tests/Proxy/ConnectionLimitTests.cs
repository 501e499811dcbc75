using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Tests.Fuzzing;
using ProcessProxy.AspNetCore.Tests.Management;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

public class ConnectionLimitTests
{
    private const int Timeout = 30_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData(8_000, 0, 0, 404)]
    [InlineData(9_000, 0, 0, 414)]
    [InlineData(10, 90, 10, 404)]
    [InlineData(10, 101, 10, 431)]
    [InlineData(10, 40, 1_000, 431)]
    public async Task A_head_that_is_too_large_is_refused(int path, int headers, int size, int status)
    {
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, []);
        var answer = await proxy.GetRawAsync(
            "/" + new string('p', path), headers: string.Concat(Enumerable.Range(0, headers).Select(number => $"X-{number}: {new string('v', size)}\r\n")));
        Assert.StartsWith($"HTTP/1.1 {status}", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task Connections_beyond_the_limit_are_closed_at_once_and_there_is_room_again_when_some_have_ended()
    {
        var log = new ErrorLog();
        await using var backend = new StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)], loggers: log, budget: RunningProxy.Unlimited with { Clients = 20 });
        var slow = new List<TcpClient>();
        for (var i = 0; i < 20; i++)
        {
            slow.Add(await HalfAHeadAsync(proxy));
        }

        for (var i = 0; i < 50; i++)
        {
            using var other = await HalfAHeadAsync(proxy);
            Assert.True(await IsClosedAsync(other));
        }

        Assert.Equal(20, slow.Count(client => client.Client.Poll(0, SelectMode.SelectRead) == false));
        Assert.Single(log.Entries, entry => entry.Contains("are closed, ", StringComparison.Ordinal));
        slow.ForEach(client => client.Dispose());
        string answer;
        do
        {
            // The server hears of it that they have gone when it is its turn.
            answer = await TryGetAsync(proxy);
        }
        while (answer.Length == 0);
        Assert.StartsWith("HTTP/1.1 200", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_for_which_no_connection_may_be_made_is_told_so_and_its_target_is_not_avoided()
    {
        var clock = new FakeTimeProvider();
        await using var backend = new StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { Process = "web" })], clock: clock, budget: RunningProxy.Unlimited with { Outgoing = 0 });
        proxy.Readiness.Set("web", RunState.Running);
        var answer = proxy.GetRawAsync("/");
        await Wait.Passing(() => clock.Advance(TimeSpan.FromMilliseconds(500)), () => answer.IsCompleted);

        Assert.StartsWith("HTTP/1.1 503", await answer);
        Assert.Contains("Retry-After: 1\r\n", await answer);
        Assert.Contains("\"code\":\"busy\"", await answer);
    }

    private static async Task<TcpClient> HalfAHeadAsync(RunningProxy proxy)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, proxy.App.Endpoints.HttpPort, Cancelled);
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n"u8.ToArray(), Cancelled);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // It has been closed already.
        }

        return client;
    }

    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            return !client.Connected || await client.GetStream().ReadAsync(new byte[1], Cancelled) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<string> TryGetAsync(RunningProxy proxy)
    {
        try
        {
            return await proxy.GetRawAsync("/");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return "";
        }
    }
}
