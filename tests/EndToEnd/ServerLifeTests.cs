using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>How a server starts, is told to stop, and keeps a second one out.</summary>
public sealed class ServerLifeTests
{
    private const int Interrupt = 2;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(Machine.Term)]
    [InlineData(Interrupt)]
    public async Task A_stop_signal_ends_everything_in_order_with_exit_code_0(int signal)
    {
        await using var project = new Project();
        project
            .Write("web.sh", "trap 'echo bye; exit 0' TERM\nsleep 1000 &\necho ready\nwhile :; do sleep 0.02; done\n")
            .Configure("web: { command: \"sh\", args: [\"web.sh\"] }\nother: { command: \"sleep\", args: [\"1000\"] }");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Contains("ready"), "web is ready");
        Machine.Signal(server.Pid, signal);
        Assert.Equal(0, await server.ExitedAsync());
        Assert.Contains("bye", project.Lines("logs/web.log"));
        Assert.Empty(project.Processes);
        Assert.Empty(Directory.GetFiles(project.File("pids"), "*.pid"));
        Assert.Empty(Directory.GetFiles(project.File("pids"), "*.state"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_takes_as_long_as_the_slowest_process_may()
    {
        await using var project = new Project();
        project.Configure("deaf: { command: \"sh\", args: [\"-c\", \"trap '' TERM; echo ready; while :; do sleep 0.1; done\"], stopTimeout: 3000 }");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, await server.StopAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30));
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_signal_waits_for_nobody()
    {
        await using var project = new Project();
        project.Configure("deaf: { command: \"sh\", args: [\"-c\", \"trap '' TERM; echo ready; while :; do sleep 0.1; done\"], stopTimeout: 600000 }");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
        Machine.Signal(server.Pid, Machine.Term);
        await Wait.Until(() => server.Output.Contains("being stopped", StringComparison.Ordinal), "the stop has begun");
        Assert.NotEmpty(project.InstancesOf("deaf"));

        var started = Stopwatch.GetTimestamp();
        Machine.Signal(server.Pid, Machine.Term);
        Assert.Equal(0, await server.ExitedAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_signal_during_the_start_leaves_nothing()
    {
        await using var project = new Project();
        project.Configure(string.Join('\n', Enumerable.Range(0, 40).Select(i => $"p{i}: {{ command: \"sleep\", args: [\"1000\"] }}")));
        var server = project.Launch();
        await Wait.Until(() => project.Processes.Count > 1, "the first process has been started");
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
        Assert.Empty(Directory.GetFiles(project.File("pids"), "*.pid"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_signal_while_a_reload_waits_for_a_slow_stop_is_obeyed()
    {
        await using var project = new Project();
        const string web = "web: { command: \"sleep\", args: [\"1000\"] }";
        project.Configure($"{web}\ndeaf: {{ command: \"sh\", args: [\"-c\", \"trap '' TERM; echo ready; while :; do sleep 0.1; done\"], stopTimeout: 1500 }}");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
        project.Configure(web);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var reload = server.Client.ReloadAsync(left.Token);
        await Wait.Until(() => server.Output.Contains("being stopped", StringComparison.Ordinal), "the reload has begun");

        // Whoever asked for the reload goes away in the middle of it.
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reload);
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_signal_does_not_wait_for_a_reload_that_waits_for_a_deaf_process()
    {
        await using var project = new Project();
        const string web = "web: { command: \"sleep\", args: [\"1000\"] }";
        project.Configure($"{web}\ndeaf: {{ command: \"sh\", args: [\"-c\", \"trap '' TERM; echo ready; while :; do sleep 0.1; done\"], stopTimeout: 600000 }}");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
        project.Configure(web);
        var reload = server.Client.ReloadAsync(Cancelled);
        await Wait.Until(() => server.Output.Contains("being stopped", StringComparison.Ordinal), "the reload has begun");
        Machine.Signal(server.Pid, Machine.Term);
        await Wait.Until(() => server.Output.Contains("Stopping.", StringComparison.Ordinal), "the stop has begun");
        Machine.Signal(server.Pid, Machine.Term);
        Assert.Equal(0, await server.ExitedAsync());
        Assert.Empty(project.Processes);

        // Answered or cut off, as it comes.
        await Task.WhenAny(reload);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_server_on_the_same_configuration_exits_with_3_and_names_the_first()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");
        var first = await project.StartAsync();
        var web = await first.WaitForAsync("web", RunState.Running);
        var second = await Tool.ServerAsync("/", "--config", project.ConfigFile);
        Assert.Equal(3, second.ExitCode);
        Assert.Contains($"{first.Pid}", second.Errors, StringComparison.Ordinal);
        Assert.Equal([web.Pid!.Value], project.InstancesOf("web"));
        Assert.Equal(web.Pid, (await first.Client.GetAsync("web", Cancelled)).Pid);
        FaultTable.Add("two servers, one configuration", $"the second exits with {second.ExitCode} and names the first's pid");

        await first.KillAsync();
        Assert.Equal(web.Pid, (await (await project.StartAsync()).WaitForAsync("web", RunState.Running)).Pid);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_onExit_detach_the_children_live_on_and_the_next_server_reconnects()
    {
        await using var project = new Project();
        project.Configure(
            "web: { command: \"sh\", args: [\"-c\", \"echo one; while [ ! -e go ]; do sleep 0.02; done; echo two; exec sleep 1000\"] }",
            settings: "onExit: \"detach\"");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        Assert.Equal(0, await first.StopAsync());
        Assert.True(Machine.IsAlive(before.Pid!.Value));
        Assert.Equal($"{before.Pid}\n", await File.ReadAllTextAsync(before.PidFile!, Cancelled));
        project.Write("go", "");
        await Wait.Until(() => project.Lines("logs/web.log").Contains("two"), "it has written while no server ran");

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", RunState.Running);
        Assert.Equal((before.Pid, before.StartTime, true), (after.Pid, after.StartTime, after.IsReconnected));
        Assert.Equal(["one", "two"], (await second.Client.ReadLogAsync("web", new LogQuery(), Cancelled)).Logs.Select(line => line.Line));
        Assert.Equal(RunState.Stopped, (await second.Client.StopAsync("web", Cancelled)).State);
        Assert.Empty(project.InstancesOf("web"));
    }
}
