using System.Diagnostics;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>A health endpoint may do what it likes: the timeout is exact, little is read, one probe is open at a time, nothing piles up.</summary>
public sealed class HealthFaultTests
{
    private const int Timeout = 300;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Hostile_health_endpoints_cost_their_timeout_and_nothing_else()
    {
        var duration = FaultTable.Duration(TimeSpan.FromSeconds(3));
        var endpoints = Enum.GetValues<Hostility>().ToDictionary(hostility => hostility.ToString(), hostility => new HostileEndpoint(hostility));
        try
        {
            await using var project = new Project();
            project.Configure(string.Join('\n', endpoints.Select(endpoint =>
                $"{endpoint.Key}: {{ command: \"sleep\", args: [\"100000\"], healthCheck: {{ enabled: true, path: \"{endpoint.Value.Url}\", interval: 100, "
                + $"timeout: {Timeout}, retries: 2, startPeriod: 0, onUnhealthy: report }} }}")));
            var server = await project.StartAsync();
            await Wait.Until(async () => (await server.Client.ListAsync(Cancelled)).All(info => info.LastHealthCheck is not null), "all were probed");
            var pids = (await server.Client.ListAsync(Cancelled)).ToDictionary(info => info.Id, info => info.Pid);
            var (before, memoryBefore) = (Footprint.Of(server.Pid), Footprint.MemoryOf(server.Pid));
            var asked = endpoints.ToDictionary(endpoint => endpoint.Key, endpoint => endpoint.Value.Asked);
            var (longest, most, began) = (TimeSpan.Zero, 0, Stopwatch.GetTimestamp());
            await Wait.Until(
                async () =>
                {
                    most = Math.Max(most, endpoints.Values.Max(endpoint => Machine.ConnectionsTo(endpoint.Port)));
                    longest = (await server.Client.ListAsync(Cancelled)).Select(info => info.LastHealthCheck!.Duration).Append(longest).Max();
                    return most > 0 && Stopwatch.GetElapsedTime(began) > duration && endpoints.All(endpoint => endpoint.Value.Asked > asked[endpoint.Key] + 3);
                },
                "all were probed for long enough",
                duration + Wait.Patience);

            foreach (var info in await server.Client.ListAsync(Cancelled))
            {
                // A body is no part of the answer: 200 is 200, however much comes after it.
                var expected = info.Id == nameof(Hostility.Flood) ? HealthState.Healthy : HealthState.Unhealthy;
                Assert.Equal((info.Id, expected, RunState.Running, pids[info.Id]), (info.Id, info.Health, info.State, info.Pid));
            }

            // A busy machine makes a probe longer, never two of them.
            Assert.Equal(1, most);
            Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromMilliseconds(Timeout + FaultTable.Amount(20_000, 100)));
            Assert.All(endpoints.Values, endpoint => Assert.InRange(endpoint.MostSent, 0, 32L * 1024 * 1024));
            await before.AssertIsBackAsync(server.Pid);
            var grown = Footprint.MemoryOf(server.Pid) - memoryBefore;

            // One body that is kept would be as much again; on a busy machine the runtime collects later.
            Assert.InRange(grown, long.MinValue, 32L * 1024 * 1024);
            FaultTable.Add(
                $"health endpoints that {string.Join(", ", Enum.GetNames<Hostility>())}, for {duration}",
                $"{endpoints.Sum(endpoint => endpoint.Value.Asked - asked[endpoint.Key])} probes, the longest {longest.TotalMilliseconds:0} ms (timeout {Timeout}), one at a time, of 10 GB at most {endpoints.Values.Max(endpoint => endpoint.MostSent) / 1024} KB left the sender, memory {grown / 1024} KB more, descriptors and sockets flat");
        }
        finally
        {
            foreach (var endpoint in endpoints.Values)
            {
                await endpoint.DisposeAsync();
            }
        }
    }
}
