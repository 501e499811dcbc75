using System.Diagnostics;
using System.Net;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Programs that crash without end beside one that works.</summary>
public sealed class CrashLoopAttackTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Programs_that_crash_without_end_do_not_slow_the_route_of_one_that_works()
    {
        var count = FaultTable.Amount(100, 1000);
        await using var target = new Target(string.Join('\n', Enumerable.Range(0, count).Select(
            i => $"p{i}: {{ command: sh, args: [\"-c\", \"exit 1\"], maxRestarts: 1000000 }}")));
        var server = await target.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var (began, cpu, before) = (Stopwatch.GetTimestamp(), Footprint.CpuOf(server.Pid), await RestartsAsync(server));
        var delays = new List<TimeSpan>();
        var restarts = 0;
        var duration = FaultTable.Duration(TimeSpan.FromSeconds(4));
        while (Stopwatch.GetElapsedTime(began) < duration || restarts < count)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < duration + Wait.Patience, $"Only {restarts} restarts in all the time.");
            for (var i = 0; i < 20; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync($"http://127.0.0.1:{target.ProxyPort}/x", Cancelled);
                delays.Add(Stopwatch.GetElapsedTime(asked));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                await Task.Delay(50, Cancelled);
            }

            // To list a thousand programs is work of its own, which is not what is measured.
            restarts = Stopwatch.GetElapsedTime(began) < duration ? 0 : await RestartsAsync(server) - before;
        }

        var elapsed = Stopwatch.GetElapsedTime(began);
        var share = (Footprint.CpuOf(server.Pid) - cpu) / elapsed;
        delays.Sort();
        var slow = delays[delays.Count * 99 / 100];
        var web = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((RunState.Running, HealthState.Healthy, 0), (web.State, web.Health, web.RestartCount));
        if (FaultTable.IsLong)
        {
            Assert.InRange(slow, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
            Assert.InRange(share, 0, 0.2);
        }

        var began2 = Stopwatch.GetTimestamp();
        Assert.Equal(0, await server.StopAsync());
        FaultTable.Add(
            $"{count} programs that crash without end beside one that works",
            $"{restarts / elapsed.TotalSeconds:0} restarts a second; {delays.Count} requests all answered 200, p99 {slow.TotalMilliseconds:0} ms; {share:P0} of a core; stopped in {Stopwatch.GetElapsedTime(began2).TotalSeconds:0.0} s");
    }

    private static async Task<int> RestartsAsync(ServerUnderTest server) => (await server.Client.ListAsync(Cancelled)).Sum(info => info.RestartCount);
}
