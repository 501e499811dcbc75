using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What happens to one process does not happen to another.</summary>
public sealed class SeparationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Ending_one_process_ends_no_other_that_was_started_as_often()
    {
        await using var project = new Project();
        project.Configure(
            "one:\n  command: \"sleep\"\n  args: [\"1000\"]\n  restartDelay: 200\ntwo:\n  command: \"sleep\"\n  args: [\"1000\"]");
        var server = await project.StartAsync();
        var one = await server.WaitForAsync("one", RunState.Running);
        var two = await server.WaitForAsync("two", RunState.Running);

        Machine.Signal(one.Pid!.Value, Machine.Kill);
        await server.WaitForAsync("one", info => info is { State: RunState.Running, RestartCount: 1 }, "runs again after its crash");
        await server.Client.StopAsync("one", Cancelled);

        Assert.Equal([two.Pid!.Value], project.InstancesOf("two"));
        Assert.Null((await server.Client.GetAsync("two", Cancelled)).LastExit);
    }
}
