using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>kill -9 of the server costs nothing.</summary>
public sealed class CrashTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_burst_of_output_survives_the_servers_death_line_by_line()
    {
        await using var project = new Project();
        const int count = 60_000;
        project.Configure($"chatty:\n  command: \"{Builds.TestProcess}\"\n  args: [\"burst\", \"{count}\", \"50\"]");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("chatty", RunState.Running);
        var log = project.File("logs/chatty.log");
        await Wait.Until(() => File.Exists(log) && new FileInfo(log).Length > 1000, "the burst has begun");
        await first.KillAsync();

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("chatty", RunState.Running);
        Assert.Equal(before.Pid, after.Pid);
        Assert.True(after.IsReconnected);
        Assert.Equal(before.StartTime, after.StartTime);
        Assert.Single(project.InstancesOf("chatty"));

        await Wait.Until(() => File.ReadAllText(log).EndsWith("done\n", StringComparison.Ordinal), "the burst has ended");
        var lines = await File.ReadAllLinesAsync(log, Cancelled);
        Assert.Equal([.. Enumerable.Range(1, count).Select(number => $"line {number}"), "done"], lines);
        var page = await second.Client.ReadLogAsync("chatty", new LogQuery(3), Cancelled);
        Assert.Equal([$"line {count - 1}", $"line {count}", "done"], page.Logs.Select(line => line.Line));
        Assert.Equal(count + 1, page.TotalLines);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_answer_of_the_next_server_already_knows_what_runs()
    {
        await using var project = new Project();
        var port = Ports.Free();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");
        project.Write("config/proxy.yaml", (await File.ReadAllTextAsync(project.ConfigFile, Cancelled)).Replace("management:\n  port: 0", $"management:\n  port: {port}", StringComparison.Ordinal));
        var first = await project.StartAsync();
        var web = await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();

        project.Environment["PROCESSPROXY_FAILPOINT"] = "adopt=delay:1000";
        project.Launch();
        using var client = new HttpProcessClient(new Uri($"http://127.0.0.1:{port}"));
        ServerStatus? status = null;
        await Wait.Until(
            async () =>
            {
                try
                {
                    status = await client.GetStatusAsync(Cancelled);
                }
                catch (ProcessProxyException unreachable) when (unreachable.Code == ErrorCodes.ServerUnreachable)
                {
                }

                return status is not null;
            },
            "it answers");
        Assert.Equal(1, status!.Processes.Running);
        var again = await client.GetAsync("web", Cancelled);
        Assert.Equal((web.Pid, true), (again.Pid, again.IsReconnected));
        Assert.Equal(web.Pid, Assert.Single(await client.ListAsync(Cancelled)).Pid);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("before-state")]
    [InlineData("before-rename")]
    [InlineData("state-starting")]
    [InlineData("write-state")]
    [InlineData("spawn")]
    [InlineData("unmoved")]
    [InlineData("spawned")]
    [InlineData("identified")]
    [InlineData("state-running")]
    [InlineData("pid-file")]
    public async Task Death_at_any_point_of_a_start_never_makes_two_instances(string point)
    {
        await using var project = new Project();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]");
        project.Environment["PROCESSPROXY_FAILPOINT"] = point;
        var dead = project.Launch();
        Assert.NotEqual(0, await dead.ExitedAsync());
        Assert.InRange(project.InstancesOf("web").Count, 0, 1);
        var survivor = project.InstancesOf("web").Select(pid => (int?)pid).FirstOrDefault();

        project.Environment.Remove("PROCESSPROXY_FAILPOINT");
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        Assert.Equal([web.Pid!.Value], project.InstancesOf("web"));
        Assert.Equal(survivor ?? web.Pid, web.Pid);
        Assert.Equal(survivor is not null, web.IsReconnected);
        Assert.Equal($"{web.Pid}\n", await File.ReadAllTextAsync(web.PidFile!, Cancelled));

        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
        FaultTable.Add($"kill -9 of the server at the step of a start: {point}", $"1 instance before and after, {(survivor is null ? "started" : "adopted")} by the next server");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_died_unobserved_follows_its_policy_and_says_so()
    {
        await using var project = new Project();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]\n  restartDelay: 50");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        Machine.Signal(before.Pid!.Value, Machine.Kill);
        await Wait.Until(() => !Machine.IsAlive(before.Pid.Value), "the child is dead");

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", RunState.Running);
        Assert.NotEqual(before.Pid, after.Pid);
        Assert.Equal(1, after.RestartCount);
        Assert.Contains("unobserved exit", after.Reason, StringComparison.Ordinal);
        FaultTable.Add("child dies while the server is away", $"its restart policy applies: restart {after.RestartCount}, reason \"{after.Reason}\"");
        Assert.Single(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_exit_code_of_a_reconnected_process_is_seen()
    {
        await using var project = new Project();
        project.Configure("web:\n  command: \"sh\"\n  args: [\"-c\", \"while [ ! -e go ]; do sleep 0.02; done; exit 7\"]\n  restartOnExit: false");
        var first = await project.StartAsync();
        await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        var second = await project.StartAsync();
        Assert.True((await second.WaitForAsync("web", RunState.Running)).IsReconnected);
        project.Write("go", "");
        var failed = await second.WaitForAsync("web", RunState.Failed);
        Assert.Equal(7, failed.LastExit?.Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_operator_stopped_stays_stopped_after_a_crash_of_the_server()
    {
        await using var project = new Project();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]");
        var first = await project.StartAsync();
        await first.WaitForAsync("web", RunState.Running);
        await first.Client.StopAsync("web", Cancelled);
        await first.KillAsync();
        var second = await project.StartAsync();
        Assert.Equal(RunState.Stopped, (await second.Client.GetAsync("web", Cancelled)).State);
        Assert.Empty(project.InstancesOf("web"));

        Assert.Equal(0, await second.StopAsync());
        var third = await project.StartAsync();
        await third.WaitForAsync("web", RunState.Running);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_restart_count_survives_a_crash_of_the_server()
    {
        await using var project = new Project();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]\n  restartDelay: 0");
        var first = await project.StartAsync();
        var web = await first.WaitForAsync("web", RunState.Running);
        Machine.Signal(web.Pid!.Value, Machine.Kill);
        web = await first.WaitForAsync("web", info => info is { State: RunState.Running, RestartCount: 1 }, "runs again");
        Assert.Equal("SIGKILL", web.LastExit?.Signal);
        await first.KillAsync();
        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", RunState.Running);
        Assert.Equal((web.Pid, 1, 9), (after.Pid, after.RestartCount, after.RestartsLeft));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_taken_out_of_the_configuration_while_no_server_ran_is_ended()
    {
        await using var project = new Project();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]\nold:\n  command: \"sleep\"\n  args: [\"1000\"]");
        var first = await project.StartAsync();
        await first.WaitForAsync("old", RunState.Running);
        await first.KillAsync();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]");
        var second = await project.StartAsync();
        await second.WaitForAsync("web", RunState.Running);
        Assert.Empty(project.InstancesOf("old"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_whose_launch_was_changed_while_no_server_ran_is_restarted()
    {
        await using var project = new Project();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        project.Configure("web:\n  command: \"sleep\"\n  args: [\"2000\"]");
        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != before.Pid, "runs anew");
        Assert.Equal([after.Pid!.Value], project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_killed_shutdown_was_stopping_runs_again_under_the_next_server()
    {
        await using var project = new Project();
        project.Configure(
            "web:\n  command: \"sh\"\n  args: [\"-c\", \"trap 'echo asked' TERM; echo up; while :; do sleep 0.05; done\"]\n  stopTimeout: 3000");
        var log = project.File("logs/web.log");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await Wait.Until(() => File.ReadAllText(log).Contains("up", StringComparison.Ordinal), "the child is up");
        Machine.Signal(first.Pid, Machine.Term);
        await Wait.Until(() => File.ReadAllText(log).Contains("asked", StringComparison.Ordinal), "the child is being stopped");
        await first.KillAsync();

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != before.Pid, "runs anew");
        Assert.Contains("shutdown", after.Reason, StringComparison.Ordinal);
        Assert.False(Machine.IsAlive(before.Pid!.Value));
        Assert.Contains(after.Pid!.Value, project.InstancesOf("web"));
    }
}
