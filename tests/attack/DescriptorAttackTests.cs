using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>More clients with half a head each than the server may have descriptors.</summary>
public sealed class DescriptorAttackTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = FaultTable.LongTimeout)]
    [InlineData(600)]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(20_000)]
    public async Task Nobody_dies_and_no_program_is_ended_for_want_of_descriptors(int limit)
    {
        Assert.SkipWhen(limit > 4096 && !FaultTable.IsLong, "A crowd of this size takes a quiet machine.");
        var hard = HardLimit();
        Assert.SkipWhen(hard < limit, $"No more than {hard} descriptors may be had here.");
        await using var target = new Target();
        target.Project.Wrapper = ["prlimit", $"--nofile={limit}:{limit}", "--"];
        var server = await target.StartAsync();
        var count = limit + (limit / 4);
        await using var crowd = await CrowdProcess.ComeAsync(target.ProxyPort, count, "GET / HTTP/1.1\r\nHost: x\r\nX-Half: a");
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            var web = await server.Client.GetAsync("web", Cancelled);
            slowest = Stopwatch.GetElapsedTime(asked) is var took && took > slowest ? took : slowest;
            Assert.Equal((RunState.Running, HealthState.Healthy, 0, 0), (web.State, web.Health, web.RestartCount, web.HealthCheckFailures));
            await Task.Delay(100, Cancelled);
        }

        var most = Machine.OpenFiles(server.Pid).Count;
        Assert.False(server.HasExited, server.Output);
        if (FaultTable.IsLong)
        {
            Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }

        await crowd.LeaveAsync();
        var left = Stopwatch.GetTimestamp();
        await Wait.Until(async () => await ServesAsync(target), "the route is served again");
        var again = Stopwatch.GetElapsedTime(left);
        await target.AssertServesAsync();
        Assert.Equal(0, await server.StopAsync());
        FaultTable.Add(
            $"{count} clients with half a head, {limit} descriptors",
            $"{crowd.Made} connections made, at most {most} descriptors seen; API asked 20 times, slowest {slowest.TotalMilliseconds:0} ms; 0 probes failed, 0 programs ended; route served again after {again.TotalSeconds:0.0} s; SIGTERM ended it with 0");
    }

    private static async Task<bool> ServesAsync(Target target)
    {
        try
        {
            return await Target.GetAsync($"http://127.0.0.1:{target.ProxyPort}/x") == System.Net.HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Not yet: it is busy throwing the others out.
            return false;
        }
    }

    private static int HardLimit() => int.Parse(
        File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[4],
        CultureInfo.InvariantCulture);
}
