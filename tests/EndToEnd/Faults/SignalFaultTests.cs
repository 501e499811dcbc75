using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>The server is told to stop, once or twice, whatever it is doing: it ends in order, with code 0, and leaves nothing.</summary>
public sealed class SignalFaultTests
{
    private const int Count = 10;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>What the server is doing when the signal comes. Each is made slow by a failpoint, so that it is in the middle of it.</summary>
    public enum Moment
    {
        Start,
        Adoption,
        Reload,
    }

    [Theory(Timeout = 120_000)]
    [InlineData(Moment.Start, 1)]
    [InlineData(Moment.Start, 2)]
    [InlineData(Moment.Adoption, 1)]
    [InlineData(Moment.Adoption, 2)]
    [InlineData(Moment.Reload, 1)]
    [InlineData(Moment.Reload, 2)]
    public async Task TERM_in_the_middle_of_anything_is_an_orderly_stop(Moment moment, int signals)
    {
        await using var project = new Project();
        project.Configure(Processes("1"));
        await using var watch = new InstanceWatch(project);
        var server = moment switch
        {
            Moment.Adoption => await AdoptingAsync(project),
            Moment.Reload => await ReloadingAsync(project),
            _ => await StartingAsync(project),
        };
        for (var i = 0; i < signals; i++)
        {
            Machine.Signal(server.Pid, Machine.Term);
        }

        Assert.Equal(0, await server.ExitedAsync());
        Assert.Empty(project.Processes);
        Assert.Empty(Directory.GetFiles(project.File("pids"), "*.pid"));
        await watch.AssertNeverTwoAsync();
        FaultTable.Add($"TERM × {signals} to the server during: {moment.ToString().ToLowerInvariant()}", $"exit code 0, 0 of {Count} processes left, 0 PID files left");
    }

    private static async Task<ServerUnderTest> StartingAsync(Project project)
    {
        project.Environment["PROCESSPROXY_FAILPOINT"] = "spawn=delay:100";
        var server = project.Launch();
        await Wait.Until(() => project.InstancesOf("p0").Count > 0 || project.Processes.Count > 1, "the first process runs");
        return server;
    }

    private static async Task<ServerUnderTest> AdoptingAsync(Project project)
    {
        var first = await project.StartAsync();
        await Wait.Until(async () => (await first.Client.ListAsync(Cancelled)).All(info => info.State == RunState.Running), "all run");
        await first.KillAsync();
        project.Environment["PROCESSPROXY_FAILPOINT"] = "adopt=delay:300";
        var second = project.Launch();
        await Wait.Until(() => Machine.OpenFiles(second.Pid).Contains(project.File("pids/processproxy.lock")), "the second server looks for what runs");
        return second;
    }

    private static async Task<ServerUnderTest> ReloadingAsync(Project project)
    {
        project.Environment["PROCESSPROXY_FAILPOINT"] = "spawn=delay:50";
        var server = await project.StartAsync();
        await Wait.Until(async () => (await server.Client.ListAsync(Cancelled)).All(info => info.State == RunState.Running), "all run");
        var before = project.Processes;
        project.Configure(Processes("2"));
        _ = server.Client.ReloadAsync(Cancelled).ContinueWith(reload => reload.Exception, TaskScheduler.Default);
        await Wait.Until(() => before.Any(pid => !Machine.IsAlive(pid)), "the reload has begun");
        return server;
    }

    private static string Processes(string value) =>
        string.Join('\n', Enumerable.Range(0, Count).Select(i => $"p{i}: {{ command: \"sleep\", args: [\"1000\"], env: {{ VALUE: \"{value}\" }} }}"));
}
