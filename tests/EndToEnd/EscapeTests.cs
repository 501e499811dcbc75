using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What leaves its session, its parent, its output and its environment behind still belongs to its process.</summary>
public sealed class EscapeTests
{
    /// <summary>A double fork with setsid and an empty environment, and no output held; its pid goes to a file beside the script.</summary>
    private const string Script = """
        until grep -q '~' /proc/$$/cgroup; do :; done
        env -i setsid sh -c 'sleep 1000 > /dev/null 2>&1 & echo $! >> "$0"' "$PWD/$PROCESSPROXY_ID-escaped" > /dev/null 2>&1
        echo ready
        exec sleep 1000
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_has_thrown_everything_away_is_ended_by_a_stop()
    {
        await using var project = Prepare("web: { command: \"sh\", args: [\"escape.sh\"] }");
        var server = await project.StartAsync();
        var leader = (await server.WaitForAsync("web", RunState.Running)).Pid!.Value;
        var escaped = await EscapedAsync(project, "web");
        Assert.DoesNotContain(escaped, project.Processes);
        Assert.NotEqual(Machine.Session(leader), Machine.Session(escaped));
        await Wait.Until(() => Machine.Parent(escaped) != leader, "its parents have ended");

        await server.Client.StopAsync("web", Cancelled);
        Assert.False(Machine.IsAlive(escaped));
        Assert.Empty(Cgroups.RunsOf(project.File("pids")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(150)]
    public async Task What_has_thrown_everything_away_is_gone_before_the_next_run_however_soon_it_comes(int restartDelay)
    {
        await using var project = Prepare($"web: {{ command: \"sh\", args: [\"escape.sh\"], restartDelay: {restartDelay} }}");
        var server = await project.StartAsync();
        var first = (await server.WaitForAsync("web", RunState.Running)).Pid!.Value;
        var escaped = await EscapedAsync(project, "web");
        Machine.Signal(first, Machine.Kill);
        await server.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != first, "runs again");
        Assert.False(Machine.IsAlive(escaped));
        Assert.Single(Cgroups.RunsOf(project.File("pids")));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_has_thrown_everything_away_is_ended_by_the_next_server_when_its_leader_died_unseen()
    {
        await using var project = Prepare("web: { command: \"sh\", args: [\"escape.sh\"], restartDelay: 10 }");
        var first = await project.StartAsync();
        var leader = (await first.WaitForAsync("web", RunState.Running)).Pid!.Value;
        var escaped = await EscapedAsync(project, "web");
        await first.KillAsync();
        Machine.Signal(leader, Machine.Kill);
        await Wait.Until(() => !Machine.IsAlive(leader), "the leader has ended");
        Assert.True(Machine.IsAlive(escaped));

        var second = await project.StartAsync();
        await second.WaitForAsync("web", RunState.Running);
        Assert.False(Machine.IsAlive(escaped));
        Assert.Single(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task After_an_orderly_stop_no_control_group_is_left()
    {
        await using var project = Prepare("web: { command: \"sh\", args: [\"escape.sh\"] }\nended: { command: \"true\", restartOnExit: false }");
        var server = await project.StartAsync();
        await EscapedAsync(project, "web");
        await server.WaitForAsync("ended", RunState.Stopped);
        Assert.Single(Cgroups.RunsOf(project.File("pids")));
        Assert.Equal(0, await server.StopAsync());
        Assert.False(Directory.Exists(Cgroups.FamilyOf(project.File("pids"), Cgroups.Own!)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Empty_groups_of_a_crash_are_removed_at_the_next_start()
    {
        await using var project = Prepare("web: { command: \"sleep\", args: [\"1000\"] }");
        project.Environment["PROCESSPROXY_FAILPOINT"] = "spawn";
        Assert.NotEqual(0, await project.Launch().ExitedAsync());
        var left = Assert.Single(Cgroups.RunsOf(project.File("pids")));
        project.Environment.Remove("PROCESSPROXY_FAILPOINT");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        Assert.False(Directory.Exists(left));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{ not json")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Without_a_log_and_without_a_record_the_running_program_is_found_by_its_group(string? damage)
    {
        await using var project = Prepare("web: { command: \"sleep\", args: [\"1000\"] }", "logging: { logProcessOutput: false }");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        if (damage is null)
        {
            File.Delete(project.File("pids/web.state"));
        }
        else
        {
            project.Write("pids/web.state", damage);
        }

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", RunState.Running);
        Assert.Equal((before.Pid, true), (after.Pid, after.IsReconnected));
        Assert.Single(project.InstancesOf("web"));
        await second.Client.StopAsync("web", Cancelled);
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_file_that_names_the_group_of_another_process_harms_nobody()
    {
        await using var project = Prepare("web: { command: \"sleep\", args: [\"1000\"] }\nother: { command: \"sleep\", args: [\"1000\"] }");
        var first = await project.StartAsync();
        var other = (await first.WaitForAsync("other", RunState.Running)).Pid!.Value;
        var web = (await first.WaitForAsync("web", RunState.Running)).Pid!.Value;
        await first.KillAsync();
        Machine.Signal(web, Machine.Kill);
        var state = await File.ReadAllTextAsync(project.File("pids/web.state"), Cancelled);
        var forged = state.Replace(Cgroups.Of(web), Cgroups.Of(other), StringComparison.Ordinal);
        Assert.NotEqual(state, forged);
        project.Write("pids/web.state", forged);

        var second = await project.StartAsync();
        Assert.Equal(other, (await second.WaitForAsync("other", RunState.Running)).Pid);
        await second.WaitForAsync("web", RunState.Running);
        await second.Client.StopAsync("web", Cancelled);
        Assert.True(Machine.IsAlive(other));
        Assert.Contains("web.state is not used", second.Output, StringComparison.Ordinal);
    }

    private static Project Prepare(string processes, string settings = "")
    {
        Assert.SkipWhen(Cgroups.Own is null, "Control groups may not be made here.");
        return new Project().Write("escape.sh", Script).Configure(processes, settings: settings);
    }

    private static async Task<int> EscapedAsync(Project project, string id)
    {
        await Wait.Until(() => project.Lines($"{id}-escaped").Length > 0, "a descendant has escaped");
        return int.Parse(project.Lines($"{id}-escaped")[0]);
    }
}
