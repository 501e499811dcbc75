using System.Text.Json;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Jobs with a real clock and real programs.</summary>
public sealed class JobTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task It_runs_again_and_again_and_never_because_it_has_ended()
    {
        await using var project = new Project();
        project.Configure("""
            tick: { command: "sh", args: ["-c", "date +%s >> ticks"], schedule: { cron: "*/1 * * * * *" } }
            yearly: { command: "sh", args: ["-c", "echo ran >> years"], schedule: { cron: "0 0 29 2 *", timezone: "Europe/Berlin" } }
            bad: { command: "sh", args: ["-c", "exit 3"], schedule: { cron: "0 0 29 2 *" } }
            """);
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("ticks").Length >= 3, "it has run three times");
        var seconds = project.Lines("ticks");
        Assert.Equal(seconds.Distinct(), seconds);
        var tick = await server.Client.GetAsync("tick", Cancelled);
        Assert.Equal((0, "*/1 * * * * *", "skip"), (tick.RestartCount, ((ProcessConfiguration)tick.Configuration!["schedule"]!)["cron"], tick.Schedule!.Overlap));
        Assert.NotNull(tick.Schedule.NextRunAt);
        await server.Client.StopAsync("tick", Cancelled);
        var paused = project.Lines("ticks").Length;
        Assert.Null((await server.Client.GetAsync("tick", Cancelled)).Schedule!.NextRunAt);

        // Started by hand it runs once, now.
        await server.Client.StartAsync("yearly", Cancelled);
        var yearly = await server.WaitForAsync("yearly", info => info is { State: RunState.Stopped, Schedule.LastResult: not null }, "has run");
        Assert.Equal(RunResult.Succeeded, yearly.Schedule!.LastResult);
        Assert.Equal(["ran"], project.Lines("years"));
        Assert.Equal(paused, project.Lines("ticks").Length);

        await server.Client.StartAsync("bad", Cancelled);
        var bad = await server.WaitForAsync("bad", RunState.Failed);
        Assert.Equal((3, RunResult.Failed), (bad.LastExit?.Code, bad.Schedule!.LastResult));
        Assert.Contains("; runs next at ", bad.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task What_falls_into_a_run_is_skipped_and_counted()
    {
        await using var project = new Project();
        project.Configure("""slow: { command: "sh", args: ["-c", "echo $$ >> runs; exec sleep 1000"], schedule: { cron: "* * * * * *" } }""");
        var server = await project.StartAsync();
        var slow = await server.WaitForAsync("slow", info => info.Schedule!.SkippedRuns >= 2, "has skipped two");
        Assert.Equal((RunState.Running, slow.Pid!.Value), (slow.State, Assert.Single(project.InstancesOf("slow"))));
        Assert.Single(project.Lines("runs"));
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_that_lasts_too_long_is_ended_with_all_it_has_started()
    {
        await using var project = new Project();
        project.Configure("""long: { command: "sh", args: ["-c", "sleep 1000 & exec sleep 1000"], schedule: { cron: "@yearly", maxDuration: 300 } }""");
        var server = await project.StartAsync();
        await server.Client.StartAsync("long", Cancelled);
        var failed = await server.WaitForAsync("long", RunState.Failed);
        Assert.StartsWith("ran longer than its maxDuration (300 ms)", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(project.InstancesOf("long"));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task Death_of_the_server_between_two_runs_or_during_one_starts_nothing_twice()
    {
        await using var project = new Project();
        project.Configure("""
            rare: { command: "sh", args: ["-c", "echo ran >> rare-runs"], schedule: { cron: "@yearly" } }
            long: { command: "sh", args: ["-c", "echo ran >> long-runs; while [ ! -e end ]; do sleep 0.05; done; exit 4"], schedule: { cron: "@yearly" } }
            gone: { command: "sh", args: ["-c", "echo ran >> gone-runs; exec sleep 1000"], schedule: { cron: "@yearly" } }
            """);
        var first = await project.StartAsync();
        await first.Client.StartAsync("rare", Cancelled);
        var rare = await first.WaitForAsync("rare", info => info is { State: RunState.Stopped, Schedule.LastResult: not null }, "has run");
        var long1 = await first.Client.StartAsync("long", Cancelled);
        var gone = await first.Client.StartAsync("gone", Cancelled);
        await Wait.Until(() => project.Lines("long-runs").Length == 1 && project.Lines("gone-runs").Length == 1, "both have begun");
        await first.KillAsync();
        Machine.Signal(gone.Pid!.Value, Machine.Kill);
        await Wait.Until(() => project.InstancesOf("gone").Count == 0, "it has died unobserved");

        var second = await project.StartAsync();
        var kept = await second.Client.GetAsync("rare", Cancelled);
        Assert.Equal((rare.Schedule!.LastRunAt, RunResult.Succeeded, rare.Schedule.NextRunAt), (kept.Schedule!.LastRunAt, kept.Schedule.LastResult, kept.Schedule.NextRunAt));
        var adopted = await second.WaitForAsync("long", RunState.Running);
        Assert.Equal((long1.Pid, true, long1.Schedule!.LastRunAt), (adopted.Pid, adopted.IsReconnected, adopted.Schedule!.LastRunAt));
        var lost = await second.WaitForAsync("gone", RunState.Stopped);
        Assert.StartsWith("ended while no server was watching", lost.Reason, StringComparison.Ordinal);

        project.Write("end", "");
        var ended = await second.WaitForAsync("long", info => info.State is RunState.Stopped or RunState.Failed, "has ended");
        Assert.NotNull(ended.Schedule!.NextRunAt);
        Assert.Equal(0, await second.StopAsync());

        // An orderly end forgets nothing of it either.
        var third = await project.StartAsync();
        Assert.Equal(rare.Schedule.LastRunAt, (await third.Client.GetAsync("rare", Cancelled)).Schedule!.LastRunAt);
        Assert.Equal((1, 1, 1), (project.Lines("rare-runs").Length, project.Lines("long-runs").Length, project.Lines("gone-runs").Length));
        Assert.Equal(0, await third.StopAsync());
    }

    [Fact(Timeout = 180_000)]
    public async Task A_job_that_waits_is_well_and_one_that_has_failed_is_not()
    {
        await using var project = new Project();
        project.Configure("""
            good: { command: "true", schedule: { cron: "@yearly" } }
            bad: { command: "false", schedule: { cron: "@yearly" } }
            """);
        var server = await project.StartAsync();
        Assert.Equal(0, (await ClientCommandTests.RunAsync(project, "status")).ExitCode);
        await server.Client.StartAsync("bad", Cancelled);
        await server.WaitForAsync("bad", RunState.Failed);
        Assert.Equal(0, (await ClientCommandTests.RunAsync(project, "status", "good")).ExitCode);
        var ill = await ClientCommandTests.RunAsync(project, "status");
        Assert.Equal(1, ill.ExitCode);
        Assert.Contains("bad: failed: exited with code 1; ran at ", ill.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await ClientCommandTests.RunAsync(project, "status", "bad", "--json")).Output).RootElement.GetProperty("schedule");
        Assert.Equal(("@yearly", "failed"), (json.GetProperty("cron").GetString(), json.GetProperty("lastResult").GetString()));
    }
}
