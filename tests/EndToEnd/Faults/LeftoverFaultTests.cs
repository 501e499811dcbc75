using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>A program exits and what it started lives on with its output.</summary>
public sealed class LeftoverFaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_main_program_exits_and_its_child_keeps_the_output()
    {
        var restarts = FaultTable.Amount(5, 40);
        await using var project = new Project();
        project.Configure(
            $"web: {{ command: \"sh\", args: [\"-c\", \"sleep 1000 & echo $! >> left; echo last; exit 3\"], restartDelay: 200, maxRestarts: {restarts}, stopTimeout: 2000, enabled: false }}");
        var server = await project.StartAsync();
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var most = Task.Run(() => MostAtOnceAsync(project, watching.Token), Cancelled);
        var began = Stopwatch.GetTimestamp();
        try
        {
            await server.Client.StartAsync("web", Cancelled);
        }
        catch (ProcessProxyException)
        {
            // It may have ended before it could be shown as running.
        }

        await server.WaitForAsync("web", info => info.LastExit is not null, "is seen to have ended");
        var seen = Stopwatch.GetElapsedTime(began);
        var failed = await server.WaitForAsync("web", RunState.Failed);
        await watching.CancelAsync();

        Assert.Equal((3, restarts), (failed.LastExit?.Code, failed.RestartCount));
        Assert.Equal(restarts + 1, project.Lines("logs/web.log").Count(line => line == "last"));
        var left = project.Lines("left").Select(int.Parse).ToList();
        Assert.Equal(restarts + 1, left.Count);
        Assert.DoesNotContain(left, Machine.IsAlive);
        Assert.Equal(1, await most);
        Assert.InRange(seen, TimeSpan.Zero, FaultTable.Amount(Wait.Patience, TimeSpan.FromSeconds(1)));
        FaultTable.Add(
            "main exits, a grandchild keeps its output",
            $"{restarts + 1} runs: the first exit seen {seen.TotalMilliseconds:0} ms after the start command, never more than 1 leftover, 0 in the end");
    }

    /// <summary>How many children of earlier runs were ever alive at the same time.</summary>
    private static async Task<int> MostAtOnceAsync(Project project, CancellationToken cancelled)
    {
        var most = 0;
        while (!cancelled.IsCancellationRequested)
        {
            var left = project.Lines("left").Select(int.Parse).Where(Machine.IsAlive).ToList();

            // Again, as the first of them may have ended before the last was asked.
            most = Math.Max(most, left.Count < 2 ? left.Count : left.Count(Machine.IsAlive));
            await Task.Delay(5, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return most;
    }
}
