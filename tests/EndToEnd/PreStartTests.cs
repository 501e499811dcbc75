using ProcessProxy.Harness;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>preStart: a command that runs to its end before each launch.</summary>
public sealed class PreStartTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("merged")]
    [InlineData("separate")]
    [InlineData("pipe")]
    public async Task It_has_all_that_the_program_has_and_leaves_nothing_behind(string output)
    {
        await using var project = Programs(
            "sleep 1000 &\nsetsid sleep 1000 &\necho \"first $COLOR $PROCESSPROXY_ID $1\"\npwd > where\nprintf unfinished\n", $"output: {output}, env: {{ COLOR: red }}");
        var server = await project.StartAsync();
        await ReadyAsync(server);
        Assert.Equal(["first red web now", "unfinished", "ready"], await LinesAsync(server));
        Assert.Equal([project.Root], project.Lines("where"));
        Assert.Single(project.InstancesOf("web"));

        await server.Client.RestartAsync("web", Cancelled);
        await Wait.Until(async () => (await LinesAsync(server)).Count(line => line == "ready") == 2, "web is ready again");
        Assert.Equal(2, (await LinesAsync(server)).Count(line => line == "unfinished"));
        await server.Client.StopAsync("web", Cancelled);
        Assert.Empty(project.InstancesOf("web"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("echo 'error: no such table'; exit 3", "60000", "ended with exit code 3", "web cannot be started and is not restarted, as maxRestarts is 0: its preStart ended with exit code 3: error: no such table.")]
    [InlineData("sleep 1000", "300", "did not end within its timeout (300 ms)", "web cannot be started and is not restarted, as maxRestarts is 0: its preStart did not end within its timeout (300 ms).")]
    public async Task When_it_fails_the_launch_has_failed_and_the_diagnosis_says_why(string script, string timeout, string how, string diagnosis)
    {
        await using var project = Programs(script + "\n", "enabled: false, maxRestarts: 0", timeout);
        var server = await project.StartAsync();
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.StartAsync("web", Cancelled));
        Assert.Equal((ErrorCodes.LaunchFailed, $"web could not be started. Its preStart {how}."), (refused.Code, refused.Message));
        Assert.Equal(diagnosis, (await server.Client.GetDiagnosisAsync("web", Cancelled)).Summary);
        Assert.DoesNotContain("ready", project.Lines("logs/web.log"));
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_ends_it_with_all_that_it_started()
    {
        await using var project = Programs("trap 'echo bye; exit 0' TERM\nsetsid sleep 1000 &\necho begun\nwait\n", "");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Contains("begun"), "the command runs");
        Assert.Equal((RunState.Starting, "its preStart runs"), await StateOf(server));
        Assert.Equal(RunState.Stopped, (await server.Client.StopAsync("web", Cancelled)).State);
        Assert.Equal(["begun", "bye"], project.Lines("logs/web.log"));
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_ends_meanwhile_ends_it()
    {
        await using var project = Programs("setsid sleep 1000 &\necho begun\nsleep 1000\n", "");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Contains("begun"), "the command runs");
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.InstancesOf("web"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_killed_meanwhile_leaves_it_to_the_next_which_runs_it_anew_and_the_program_once(bool hasState)
    {
        await using var project = Programs("echo $$ >> asked\nif [ $(wc -l < asked) = 1 ]; then sleep 1000 & setsid sleep 1000 & wait; fi\n", "");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("asked").Length == 1, "the command runs");
        await server.KillAsync();
        if (!hasState)
        {
            File.Delete(Path.Combine(project.Root, "pids", "web.state"));
        }

        server = await project.StartAsync();
        await ReadyAsync(server);
        Assert.Equal(2, project.Lines("asked").Length);
        Assert.Equal(["ready"], project.Lines("logs/web.log"));
        Assert.Single(project.InstancesOf("web"));
    }

    private static async Task<(RunState, string)> StateOf(ServerUnderTest server)
    {
        var info = await server.Client.GetAsync("web", Cancelled);
        return (info.State, info.Reason);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(ServerUnderTest server) =>
        [.. (await server.Client.ReadLogAsync("web", new LogQuery(), Cancelled)).Logs.Select(line => line.Line)];

    private static Project Programs(string script, string keys, string timeout = "60000") => new Project()
        .WriteProgram("first.sh", "#!/bin/sh\n" + script)
        .Write("web.sh", "echo ready\nexec sleep 1000\n")
        .Configure($"web: {{ command: \"sh\", args: [\"web.sh\"], preStart: {{ command: \"./first.sh\", args: [\"now\"], timeout: {timeout} }}, {keys} }}");

    private static async Task ReadyAsync(ServerUnderTest server)
    {
        await Wait.Until(async () => (await LinesAsync(server)).Contains("ready"), "web is ready");
        await server.WaitForAsync("web", RunState.Running);
    }
}
