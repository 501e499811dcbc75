using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>A thousand processes at once, of the quiet kind and of the kind that crash without end.</summary>
public sealed class ScaleFaultTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Many_sleepers_are_started_adopted_after_a_kill_and_stopped()
    {
        var count = FaultTable.Amount(100, 1000);
        await using var project = new Project();
        project.Configure(Many(count, "{ command: \"sleep\", args: [\"1000\"] }"));
        var (up, first) = await TimedAsync(project);
        var pids = await RunningAsync(first);
        Assert.Equal(count, pids.Distinct().Count());
        await first.KillAsync();

        var (adopted, second) = await TimedAsync(project);
        Assert.Equal(pids, await RunningAsync(second));
        var footprint = Footprint.Of(second.Pid);
        Assert.Equal(0, footprint.Zombies);
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(0, await second.StopAsync());
        var stopped = Stopwatch.GetElapsedTime(began);
        Assert.Empty(project.Processes);

        // Times mean something on a machine that does nothing else: so when these tests are run by themselves.
        if (FaultTable.IsLong)
        {
            Assert.InRange(up, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.InRange(adopted, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.InRange(stopped, TimeSpan.Zero, TimeSpan.FromSeconds(12));
        }

        FaultTable.Add(
            $"{count} sleepers: start all, kill -9 the server, restart, stop all",
            $"up in {up.TotalSeconds:0.0} s, all {pids.Count} adopted in {adopted.TotalSeconds:0.0} s ({footprint.Descriptors} descriptors), stopped in {stopped.TotalSeconds:0.0} s; 0 left");
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Many_that_exit_at_once_each_fail_after_exactly_their_budget()
    {
        var count = FaultTable.Amount(60, 1000);
        var (budget, delay) = FaultTable.Amount((3, 300), (10, 2000));
        await using var project = new Project();
        project.Configure(Many(count, $"{{ command: \"sh\", args: [\"-c\", \"echo run; exit 1\"], maxRestarts: {budget}, restartDelay: {delay} }}") + "\nother: { command: \"sleep\", args: [\"1000\"] }");
        var server = await project.StartAsync();
        var other = await server.WaitForAsync("other", RunState.Running);
        var (cpuBefore, memoryBefore, began) = (Footprint.CpuOf(server.Pid), Footprint.MemoryOf(server.Pid), Stopwatch.GetTimestamp());
        var most = memoryBefore;
        await Wait.Until(
            async () =>
            {
                most = Math.Max(most, Footprint.MemoryOf(server.Pid));
                await Task.Delay(500, Cancelled);
                return (await server.Client.GetStatusAsync(Cancelled)).Processes.Failed == count;
            },
            "all have failed",
            Long);
        var cpu = (Footprint.CpuOf(server.Pid) - cpuBefore) / Stopwatch.GetElapsedTime(began);
        var all = await server.Client.ListAsync(Cancelled);
        Assert.All(all.Where(info => info.Id != "other"), info => Assert.Equal((RunState.Failed, budget, 0), (info.State, info.RestartCount, info.RestartsLeft)));
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(budget + 1, project.Lines($"logs/p{i}.log").Length);
        }

        Assert.Equal([other.Pid!.Value], project.InstancesOf("other"));
        Assert.Equal(new[] { server.Pid, other.Pid.Value }.Order(), project.Processes.Order());
        FaultTable.Add(
            $"{count} processes that exit at once",
            $"each failed after exactly {budget} restarts; {cpu:P0} of a core, memory from {memoryBefore >> 20} to at most {most >> 20} MB");
    }

    private static string Many(int count, string process) => string.Join('\n', Enumerable.Range(0, count).Select(i => $"p{i}: {process}"));

    private static async Task<(TimeSpan Took, ServerUnderTest Server)> TimedAsync(Project project)
    {
        var began = Stopwatch.GetTimestamp();
        var server = await project.StartAsync();
        return (Stopwatch.GetElapsedTime(began), server);
    }

    private static async Task<List<int?>> RunningAsync(ServerUnderTest server)
    {
        await Wait.Until(async () => (await server.Client.ListAsync(Cancelled)).All(info => info.State == RunState.Running), "all run");
        return [.. (await server.Client.ListAsync(Cancelled)).Select(info => info.Pid)];
    }
}
