using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>A server that dies in the middle of something: the next one brings it to its end.</summary>
public sealed class InterruptedTests
{
    private const string Deaf = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_stop_that_a_crash_interrupted_is_gone_on_with()
    {
        await using var project = new Project();
        project.Configure($"web: {{ command: \"sh\", args: [\"-c\", \"{Deaf}\"], stopTimeout: 600000 }}");
        var first = await project.StartAsync();
        await DieDuringAsync(first, project, client => client.StopAsync("web", Cancelled));

        project.Configure($"web: {{ command: \"sh\", args: [\"-c\", \"{Deaf}\"], stopTimeout: 300 }}");
        var second = await project.StartAsync();
        await second.WaitForAsync("web", RunState.Stopped);
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_restart_that_a_crash_interrupted_ends_with_one_new_instance()
    {
        await using var project = new Project();
        project.Configure($"web: {{ command: \"sh\", args: [\"-c\", \"{Deaf}\"], stopTimeout: 600000 }}");
        var first = await project.StartAsync();
        var before = (await first.WaitForAsync("web", RunState.Running)).Pid;
        await DieDuringAsync(first, project, client => client.RestartAsync("web", Cancelled));

        project.Configure($"web: {{ command: \"sh\", args: [\"-c\", \"{Deaf}\"], stopTimeout: 300 }}");
        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != before, "runs anew");
        Assert.Equal(0, after.RestartCount);
        await Wait.Until(() => project.InstancesOf("web").Count(pid => Machine.Session(pid) == pid) == 1, "one instance is left");
        Assert.False(Machine.IsAlive(before!.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_waited_for_its_next_attempt_when_the_server_died_is_attempted_by_the_next_one()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"[ -e go ] && exec sleep 1000; exit 1\"], restartDelay: 600000 }");
        var first = await project.StartAsync();
        await first.WaitForAsync("web", RunState.Backoff);
        await first.KillAsync();
        project.Write("go", "");
        var second = await project.StartAsync();
        var web = await second.WaitForAsync("web", RunState.Running);
        Assert.Equal((1, 1), (web.RestartCount, web.LastExit?.Code));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_had_failed_stays_failed_after_a_crash_of_the_server_and_can_be_started()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"echo run; [ -e go ] && exec sleep 1000; exit 9\"], maxRestarts: 1, restartDelay: 0 }");
        var first = await project.StartAsync();
        await first.WaitForAsync("web", RunState.Failed);
        await first.KillAsync();
        var second = await project.StartAsync();
        var failed = await second.Client.GetAsync("web", Cancelled);
        Assert.Equal((RunState.Failed, 9, 0), (failed.State, failed.LastExit?.Code, failed.RestartsLeft));
        Assert.Equal(["run", "run"], project.Lines("logs/web.log"));
        project.Write("go", "");
        Assert.Equal(RunState.Running, (await second.Client.StartAsync("web", Cancelled)).State);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_run_left_behind_that_died_unobserved_is_gone_before_the_next_starts()
    {
        await using var project = new Project();
        project
            .Write("web.sh", "setsid sh -c 'sleep 1000 & echo $! >> left'\nsleep 1000 &\necho $! >> left\nexec sleep 1000\n")
            .Configure("web: { command: \"sh\", args: [\"web.sh\"], restartDelay: 0 }");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await Wait.Until(() => project.Lines("left").Length == 2, "two are to be left behind");
        var left = project.Lines("left").Select(int.Parse).ToList();
        await first.KillAsync();
        Machine.Signal(before.Pid!.Value, Machine.Kill);
        await Wait.Until(() => !Machine.IsAlive(before.Pid.Value), "the leader is dead");
        Assert.All(left, pid => Assert.True(Machine.IsAlive(pid)));

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != before.Pid, "runs anew");
        Assert.All(left, pid => Assert.False(Machine.IsAlive(pid)));
        Assert.Contains("unobserved exit", after.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_whose_output_is_not_kept_survives_a_crash_of_the_server_as_well()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"echo lost; exec sleep 1000\"] }", settings: "logging: { logProcessOutput: false }");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        var second = await project.StartAsync();
        Assert.Equal(before.Pid, (await second.WaitForAsync("web", RunState.Running)).Pid);
        Assert.Single(project.InstancesOf("web"));
        Assert.False(File.Exists(project.File("logs/web.log")));
        Assert.Empty((await second.Client.ReadLogAsync("web", new LogQuery(), Cancelled)).Logs);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_keeps_no_zombie_and_no_descriptor_of_what_has_ended()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], restartDelay: 0, maxRestarts: 1000 }");
        var server = await project.StartAsync();
        await RoundAsync(5);
        var before = Descriptors();
        await RoundAsync(25);
        Assert.InRange(Descriptors(), 1, before + 5);
        await Wait.Until(() => !Machine.Pids().Any(pid => Machine.Parent(pid) == server.Pid && Machine.State(pid) == 'Z'), "no zombie is left");

        int Descriptors() => Directory.GetFileSystemEntries($"/proc/{server.Pid}/fd").Length;

        async Task RoundAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var web = await server.Client.RestartAsync("web", Cancelled);
                Machine.Signal(web.Pid!.Value, Machine.Kill);
                await server.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != web.Pid, "runs again");
            }
        }
    }

    /// <summary>Kills the server while a command waits for a process that does not want to end.</summary>
    private static async Task DieDuringAsync(ServerUnderTest server, Project project, Func<HttpProcessClient, Task> command)
    {
        await Wait.Until(() => project.Lines("logs/web.log").Contains("ready"), "web is ready");
        var given = command(server.Client);
        await server.WaitForAsync("web", RunState.Stopping);
        await server.KillAsync();
        await Assert.ThrowsAsync<ProcessProxyException>(() => given);
        Assert.NotEmpty(project.InstancesOf("web"));
    }
}
