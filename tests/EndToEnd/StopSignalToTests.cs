using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>stopSignalTo: who is asked to end, and what becomes of the others.</summary>
public sealed class StopSignalToTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("reload")]
    [InlineData("server")]
    public async Task With_main_the_program_is_asked_alone_and_its_worker_finishes(string how)
    {
        await using var project = Workers(stopTimeout: 30_000);
        var server = await project.StartAsync();
        var first = await WorkingAsync(project, server, "main");
        Task ending = how switch
        {
            "stop" => server.Client.StopAsync("main", Cancelled),
            "restart" => server.Client.RestartAsync("main", Cancelled),
            "reload" => ReloadAsync(Workers(project, stopTimeout: 30_000, more: ", env: { CHANGED: \"1\" }"), server),
            _ => server.StopAsync(),
        };
        await Wait.Until(() => project.Lines("logs/main.log").Contains("asked"), "the program was asked to end");
        Assert.True(Machine.IsAlive(first));
        project.Write("finish", "");
        await ending;
        Assert.Equal(["working", "asked", "finished", "main ends"], project.Lines("logs/main.log").Take(4));
        Assert.False(Machine.IsAlive(first));
        if (how is "stop" or "server")
        {
            Assert.Empty(project.InstancesOf("main"));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task By_default_the_whole_group_is_asked()
    {
        await using var project = Workers(stopTimeout: 30_000);
        var server = await project.StartAsync();
        await WorkingAsync(project, server, "group");
        await server.Client.StopAsync("group", Cancelled);
        Assert.Contains("dropped", project.Lines("logs/group.log"));
        Assert.Empty(project.InstancesOf("group"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_program_leaves_behind_is_killed_as_soon_as_it_has_ended()
    {
        await using var project = new Project();
        project
            .Write("main.sh", "sh member.sh &\nsetsid sh member.sh &\ntrap 'exit 5' TERM\necho ready\nwhile :; do sleep 0.02; done\n")
            .Write("member.sh", "trap 'echo asked >> members; exit 0' TERM\necho $$ >> up\nwhile :; do sleep 0.02; done\n")
            .Configure("leaver: { command: \"sh\", args: [\"main.sh\"], stopSignalTo: main, stopTimeout: 600000 }");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("up").Length == 2 && project.Lines("logs/leaver.log").Contains("ready"), "all of it is up");
        var stopped = await server.Client.StopAsync("leaver", Cancelled);
        Assert.Equal((RunState.Stopped, 5), (stopped.State, stopped.LastExit?.Code));
        Assert.Empty(project.Lines("members"));
        Assert.All(project.Lines("up").Select(int.Parse), pid => Assert.False(Machine.IsAlive(pid)));
        Assert.Empty(project.InstancesOf("leaver"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_does_not_listen_is_killed_with_its_tree_at_stopTimeout()
    {
        await using var project = Workers(stopTimeout: 400);
        var server = await project.StartAsync();
        await WorkingAsync(project, server, "main");
        var stopped = await server.Client.StopAsync("main", Cancelled);
        Assert.Equal("SIGKILL", stopped.LastExit?.Signal);
        Assert.Equal(["working", "asked"], project.Lines("logs/main.log"));
        Assert.Empty(project.InstancesOf("main"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_taken_out_of_the_configuration_while_no_server_ran_is_asked_as_it_was_to_be()
    {
        await using var project = Workers(stopTimeout: 30_000);
        var server = await project.StartAsync();
        await WorkingAsync(project, server, "main");
        await server.KillAsync();
        project.Configure("other: { command: \"sleep\", args: [\"1000\"] }");
        project.Launch();
        await Wait.Until(() => project.Lines("logs/main.log").Contains("asked"), "the program was asked to end");
        project.Write("finish", "");
        await Wait.Until(() => project.InstancesOf("main").Count == 0, "all of it has ended");
        Assert.Equal(["working", "asked", "finished", "main ends"], project.Lines("logs/main.log"));
    }

    private static Project Workers(int stopTimeout) => Workers(new Project(), stopTimeout);

    private static Project Workers(Project project, int stopTimeout, string more = "") => project
        .Write("worker.sh", "trap 'echo dropped; exit 1' TERM\necho working\nwhile ! [ -e finish ]; do sleep 0.02; done\necho finished\n")
        .Write("main.sh", "trap 'echo asked' TERM\nsh worker.sh & worker=$!\nwhile kill -0 $worker 2> /dev/null; do wait $worker; done\necho main ends\n")
        .Configure($$"""
            group: { command: "sh", args: ["main.sh"] }
            main: { command: "sh", args: ["main.sh"], stopSignalTo: main, stopTimeout: {{stopTimeout}}{{more}} }
            """);

    private static async Task ReloadAsync(Project changed, ServerUnderTest server) =>
        Assert.Contains(
            await server.Client.ReloadAsync(Cancelled),
            action => action is { Id: "main", Action: ReloadActionKind.Restart } && File.Exists(changed.ConfigFile));

    private static async Task<int> WorkingAsync(Project project, ServerUnderTest server, string id)
    {
        await Wait.Until(() => project.Lines($"logs/{id}.log").Contains("working"), $"the worker of {id} works");
        return (await server.WaitForAsync(id, RunState.Running)).Pid!.Value;
    }
}
