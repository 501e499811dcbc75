using ProcessProxy.Harness;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>stopCommand: a program that is asked to end by a command.</summary>
public sealed class StopCommandTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_command_asks_in_place_of_the_signal_and_leaves_nothing_behind(bool isShutdown)
    {
        await using var project = Programs(
            "sleep 1000 &\nsetsid sleep 1000 &\necho \"$COLOR $PROCESSPROXY_ID $PROCESSPROXY_PID $1\"\npwd > where\n: > quit\n", "stopTimeout: 600000, env: { COLOR: red }");
        var server = await project.StartAsync();
        var pid = await ReadyAsync(project, server);
        if (isShutdown)
        {
            Assert.Equal(0, await server.StopAsync());
        }
        else
        {
            Assert.Equal(7, (await server.Client.StopAsync("web", Cancelled)).LastExit?.Code);
        }

        Assert.Equal(["ready", $"red web {pid} now", "quits"], project.Lines("logs/web.log"));
        Assert.Equal([project.Root], project.Lines("where"));
        Assert.Empty(project.InstancesOf("web"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("exit 3", "its stopCommand ended with exit code 3, so it is sent SIGTERM")]
    [InlineData("kill -9 $$", "its stopCommand was killed by SIGKILL, so it is sent SIGTERM")]
    [InlineData(null, "its stopCommand could not be started")]
    public async Task When_the_command_fails_the_signal_is_sent(string? script, string said)
    {
        await using var project = Programs(script, "stopTimeout: 600000");
        var server = await project.StartAsync();
        await ReadyAsync(project, server);
        Assert.Equal(5, (await server.Client.StopAsync("web", Cancelled)).LastExit?.Code);
        Assert.Contains("TERM", project.Lines("logs/web.log"));
        await Wait.Until(() => server.Output.Contains(said, StringComparison.Ordinal), "the server's log says so");
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_command_that_hangs_is_killed_at_stopTimeout_and_the_program_with_it()
    {
        await using var project = Programs("trap '' TERM\nsetsid sleep 1000 &\nsleep 1000\n", "stopTimeout: 500");
        var server = await project.StartAsync();
        await ReadyAsync(project, server);
        var stopped = await server.Client.StopAsync("web", Cancelled);
        Assert.Equal((RunState.Stopped, "SIGKILL"), (stopped.State, stopped.LastExit?.Signal));
        Assert.Equal(["ready"], project.Lines("logs/web.log"));
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_killed_during_the_command_leaves_the_stop_to_the_next_and_the_command_runs_once_at_a_time()
    {
        await using var project = Programs(
            "echo $$ >> asked\nif [ $(wc -l < asked) = 1 ]; then sleep 1000 & setsid sleep 1000 & wait; fi\n: > quit\n", "stopTimeout: 600000");
        var server = await project.StartAsync();
        await ReadyAsync(project, server);
        var stop = server.Client.StopAsync("web", Cancelled);
        await Wait.Until(() => project.Lines("asked").Length == 1, "the command runs");
        await server.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => stop);

        server = await project.StartAsync();
        var stopped = await server.WaitForAsync("web", RunState.Stopped);
        Assert.Equal("stopped by the server, as its predecessor died during the stop", stopped.Reason);
        Assert.Equal(2, project.Lines("asked").Length);
        Assert.Equal(["ready", "quits"], project.Lines("logs/web.log"));
        Assert.Empty(project.InstancesOf("web"));
    }

    private static Project Programs(string? script, string keys)
    {
        var project = new Project();
        if (script is not null)
        {
            project.WriteProgram("stop.sh", "#!/bin/sh\n" + script);
        }

        return project
            .Write("web.sh", "trap 'echo TERM; exit 5' TERM\necho ready\nwhile ! [ -e quit ]; do sleep 0.02; done\necho quits\nexit 7\n")
            .Configure($"web: {{ command: \"sh\", args: [\"web.sh\"], stopCommand: {{ command: \"./stop.sh\", args: [\"now\"] }}, {keys} }}");
    }

    private static async Task<int> ReadyAsync(Project project, ServerUnderTest server)
    {
        await Wait.Until(() => project.Lines("logs/web.log").Contains("ready"), "web is ready");
        return (await server.WaitForAsync("web", RunState.Running)).Pid!.Value;
    }
}
