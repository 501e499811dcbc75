using System.Diagnostics;
using ProcessProxy.EndToEnd.Harness;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>A health endpoint may do what it likes: the timeout is exact, little is read, one probe is open at a time, nothing piles up.</summary>
public sealed class HealthFaultTests
{
    private const int Timeout = 300;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = FaultTable.LongTimeout)]
    [InlineData(Hostility.Hang)]
    [InlineData(Hostility.Trickle)]
    [InlineData(Hostility.Flood)]
    [InlineData(Hostility.Redirect)]
    [InlineData(Hostility.CloseMidHeader)]
    [InlineData(Hostility.EndlessHeader)]
    [InlineData(Hostility.Garbage)]
    public async Task A_hostile_health_endpoint_costs_its_timeout_and_nothing_else(Hostility hostility)
    {
        var duration = FaultTable.Amount(TimeSpan.FromSeconds(1.5), TimeSpan.FromHours(1));
        await using var endpoint = new HostileEndpoint(hostility);
        await using var project = new Project();
        project.Configure(
            $$"""
            web: { command: "sleep", args: ["100000"], healthCheck: { enabled: true, path: "{{endpoint.Url}}", interval: 100, timeout: {{Timeout}}, retries: 2, startPeriod: 0, onUnhealthy: report } }
            """);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", info => info.LastHealthCheck is not null, "was probed");
        var (before, memoryBefore) = (Footprint.Of(server.Pid), Footprint.MemoryOf(server.Pid));
        var (longest, most, began, asked) = (TimeSpan.Zero, 0, Stopwatch.GetTimestamp(), endpoint.Asked);
        await Wait.Until(
            async () =>
            {
                most = Math.Max(most, Machine.ConnectionsTo(endpoint.Port));
                var info = await server.Client.GetAsync("web", Cancelled);
                var took = info.LastHealthCheck!.Duration;
                longest = took > longest ? took : longest;
                return Stopwatch.GetElapsedTime(began) > duration && endpoint.Asked > asked + 3;
            },
            "it was probed for long enough",
            duration + Wait.Patience);

        // A body is no part of the answer: 200 is 200, however much comes after it.
        var expected = hostility == Hostility.Flood ? HealthState.Healthy : HealthState.Unhealthy;
        Assert.Equal((expected, RunState.Running, web.Pid), Seen(await server.Client.GetAsync("web", Cancelled)));
        Assert.InRange(most, 0, 1);
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromMilliseconds(Timeout + (FaultTable.IsLong ? 100 : 2000)));
        Assert.InRange(endpoint.MostSent, 0, 32L * 1024 * 1024);
        await before.AssertIsBackAsync(server.Pid);
        var grown = Footprint.MemoryOf(server.Pid) - memoryBefore;
        Assert.InRange(grown, long.MinValue, 20L * 1024 * 1024);
        FaultTable.Add(
            $"health endpoint: {hostility}",
            $"{endpoint.Asked - asked} probes, the longest {longest.TotalMilliseconds:0} ms (timeout {Timeout}), 1 at a time, at most {endpoint.MostSent / 1024} KB sent by it, memory {grown / 1024} KB more");

        static (HealthState, RunState, int?) Seen(ProcessInfo info) => (info.Health, info.State, info.Pid);
    }
}
