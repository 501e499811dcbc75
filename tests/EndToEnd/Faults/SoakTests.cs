using System.Diagnostics;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>An ordinary day, made short or long: a chatty child, one that is restarted now and then, somebody who follows and somebody who asks.</summary>
public sealed class SoakTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task A_chatty_child_with_a_follower_costs_no_memory_and_no_line_in_the_long_run()
    {
        var duration = FaultTable.Duration(TimeSpan.FromSeconds(4));
        await using var endpoint = new HealthEndpoint();
        await using var project = new Project();
        project.Configure(
            $$"""
            chatty: { command: "{{Builds.TestProcess}}", args: ["burst", "1000000000", "1000"], healthCheck: { enabled: true, path: "{{endpoint.Url}}", interval: 500 } }
            crasher: { command: "sh", args: ["-c", "sleep 0.5; exit 1"], restartDelay: 500, maxRestarts: 1000000 }
            """);
        var server = await project.StartAsync();
        var chatty = await server.WaitForAsync("chatty", info => info.Health == HealthState.Healthy, "is healthy");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var follower = FollowAsync(server, leaving.Token);
        var (before, memoryBefore) = (Footprint.Of(server.Pid), Footprint.MemoryOf(server.Pid));
        var (began, cpu, most, asked) = (Stopwatch.GetTimestamp(), Footprint.CpuOf(server.Pid), 0L, 0);
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            await server.Client.ListAsync(Cancelled);
            await server.Client.ReadLogAsync("chatty", new LogQuery(100), Cancelled);
            asked++;
            most = Math.Max(most, Footprint.MemoryOf(server.Pid));
            await Task.Delay(200, Cancelled);
        }

        var share = (Footprint.CpuOf(server.Pid) - cpu) / Stopwatch.GetElapsedTime(began);
        await leaving.CancelAsync();
        var followed = await follower;
        Assert.True(followed > 0, "The follower saw nothing.");
        await before.AssertIsBackAsync(server.Pid);
        Assert.InRange(most - memoryBefore, long.MinValue, 32L * 1024 * 1024);
        Assert.Equal((chatty.Pid, 0), ((await server.Client.GetAsync("chatty", Cancelled)).Pid, (await server.Client.GetAsync("chatty", Cancelled)).RestartCount));
        FaultTable.Add(
            $"soak for {duration}: a chatty child, a crash each second, a follower, two questions each 200 ms",
            $"{followed} lines followed in order, each once; memory at most {(most - memoryBefore) / 1024.0 / 1024:0.0} MB over the start, {share:P1} of a core, {asked} times asked, descriptors flat");
    }

    /// <summary>Follows until it is told to leave, and counts: from the first line it gets, every next one.</summary>
    private static async Task<long> FollowAsync(ServerUnderTest server, CancellationToken leaving)
    {
        long first = 0;
        long last = 0;
        try
        {
            await foreach (var line in server.Client.FollowLogAsync("chatty", new LogQuery(1), leaving))
            {
                var number = long.Parse(line.Line.AsSpan("line ".Length), System.Globalization.CultureInfo.InvariantCulture);
                first = first == 0 ? number : first;
                Assert.True(last == 0 || number == last + 1, $"After line {last} came line {number}.");
                last = number;
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to leave.
        }

        return last == 0 ? 0 : last - first + 1;
    }
}
