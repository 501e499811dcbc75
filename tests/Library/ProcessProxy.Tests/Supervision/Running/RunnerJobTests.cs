using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

/// <summary>A job with timers, state files and servers that follow each other; it is 11:13:17.</summary>
public sealed class RunnerJobTests : IDisposable
{
    private const int Patience = 60_000;
    private readonly Bench bench = new();

    private DateTimeOffset Noon { get; } = new(2031, 3, 7, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact(Timeout = Patience)]
    public async Task It_runs_at_its_time_and_says_when_it_ran_and_runs_next()
    {
        var spec = Job();
        await using var runner = await RecoveredAsync(spec);
        var waiting = bench.Feed.Get("job")!;
        Assert.Equal((RunState.Stopped, Noon), (waiting.State, waiting.Schedule!.NextRunAt));
        Assert.Equal("has not run yet; runs next at 2031-03-07 12:00:00 +00:00", waiting.Reason);

        await PassToAsync(Noon, runner, spec);
        var running = await bench.UntilAsync("job", RunState.Running);
        Assert.Equal((Noon, null, null), (running.Schedule!.LastRunAt, running.Schedule.LastDuration, running.Schedule.LastResult));
        bench.Time.Advance(TimeSpan.FromSeconds(12));
        bench.Host.Last.Exit(0);
        var ended = await bench.UntilAsync("job", RunState.Stopped);
        Assert.Equal("exited with code 0; ran at 2031-03-07 12:00:00 +00:00 for 12 s; runs next at 2031-03-07 13:00:00 +00:00", ended.Reason);
        Assert.Equal((RunResult.Succeeded, TimeSpan.FromSeconds(12), 0), (ended.Schedule!.LastResult, ended.Schedule.LastDuration, ended.RestartCount));
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task The_time_zone_of_the_machine_counts_where_none_is_named()
    {
        bench.Time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        await using var runner = await RecoveredAsync(Specs.Job("0 7 * * *", zone: null, launch: bench.Launch("job")));
        var schedule = bench.Feed.Get("job")!.Schedule!;
        Assert.Equal(("America/New_York", Noon), (schedule.Timezone, schedule.NextRunAt));
    }

    [Fact(Timeout = Patience)]
    public async Task A_run_that_lasts_too_long_is_ended()
    {
        var spec = Job() with { Schedule = new() { Cron = "0 * * * *", TimeZone = "UTC", Overlap = OverlapAction.Skip, MaxDuration = TimeSpan.FromSeconds(7) } };
        await using var runner = await RecoveredAsync(spec);
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        bench.Time.Advance(TimeSpan.FromSeconds(7));
        var failed = await bench.UntilAsync("job", RunState.Failed);
        Assert.StartsWith("ran longer than its maxDuration (7000 ms); ran at 2031-03-07 11:13:17 +00:00 for 7 s; runs next at", failed.Reason, StringComparison.Ordinal);
        Assert.Single(bench.Host.Last.EndRequests);
    }

    [Fact(Timeout = Patience)]
    public async Task What_was_missed_while_no_server_ran_is_said_and_not_caught_up()
    {
        var spec = Job();
        await using (var first = await RecoveredAsync(spec))
        {
            await first.CommandAsync(CommandKind.Start, "a test", Cancelled);
            bench.Host.Last.Exit(0);
            await bench.UntilAsync("job", RunState.Stopped);
        }

        var ran = bench.Time.GetUtcNow();
        bench.Time.SetUtcNow(Noon.AddHours(2.5));
        bench.NextServer();
        await using var second = await RecoveredAsync(spec);
        var job = bench.Feed.Get("job")!;
        Assert.Equal((3, Noon, ran, RunResult.Succeeded), (job.Schedule!.MissedRuns, job.Schedule.MissedSince, job.Schedule.LastRunAt, job.Schedule.LastResult));
        Assert.Contains("3 runs were missed since 2031-03-07 12:00:00", job.Reason, StringComparison.Ordinal);
        Assert.Contains(bench.Notes.Entries, entry => entry.StartsWith("Warning: job: 3 runs were missed", StringComparison.Ordinal));
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_run_that_outlives_the_server_is_adopted_and_its_end_is_booked()
    {
        var spec = Job();
        await using (var first = await RecoveredAsync(spec))
        {
            await first.CommandAsync(CommandKind.Start, "a test", Cancelled);
        }

        var began = bench.Feed.Get("job")!.Schedule!.LastRunAt;
        bench.Host.Running.Add(new FakeChild(bench.Host.Last.Identity, TimeSpan.FromSeconds(5)));
        bench.Host.Children.Clear();
        bench.NextServer();
        await using var second = await RecoveredAsync(spec with { Launch = spec.Launch with { Command = "other" } });
        Assert.Equal((RunState.Running, true, began), (await bench.UntilAsync("job", RunState.Running)) is var job ? (job.State, job.IsReconnected, job.Schedule!.LastRunAt) : default);
        bench.Host.Running[0].Exit(3);
        var failed = await bench.UntilAsync("job", RunState.Failed);
        Assert.Equal((RunResult.Failed, Noon), (failed.Schedule!.LastResult, failed.Schedule.NextRunAt));
    }

    [Fact(Timeout = Patience)]
    public async Task A_run_that_ended_while_no_server_ran_waits_for_its_next_time()
    {
        var spec = Job();
        await using (var first = await RecoveredAsync(spec))
        {
            await first.CommandAsync(CommandKind.Start, "a test", Cancelled);
        }

        bench.Host.Children.Clear();
        bench.NextServer();
        await using var second = await RecoveredAsync(spec);
        var job = await bench.UntilAsync("job", info => info is { State: RunState.Stopped, Schedule.NextRunAt: not null });
        Assert.StartsWith("ended while no server was watching (unobserved exit); ran at", job.Reason, StringComparison.Ordinal);
        Assert.Null(job.Schedule!.LastResult);
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_pause_outlives_the_death_of_a_server_and_not_its_shutdown()
    {
        var spec = Job();
        await using (var first = await RecoveredAsync(spec))
        {
            var paused = await first.CommandAsync(CommandKind.Stop, "a test", Cancelled);
            Assert.Equal("has not run yet; its schedule is paused until it is started", paused.Reason);
        }

        bench.NextServer();
        await using (var second = await RecoveredAsync(spec))
        {
            Assert.Null(bench.Feed.Get("job")!.Schedule!.NextRunAt);
            await second.StopAsync("the server's shutdown", Cancelled);
        }

        bench.NextServer();
        await using var third = await RecoveredAsync(spec);
        Assert.Equal(Noon, bench.Feed.Get("job")!.Schedule!.NextRunAt);
        Assert.Empty(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_shutdown_ends_a_run_and_starts_no_other()
    {
        var spec = Job() with { Schedule = new() { Cron = "* * * * * *", TimeZone = "UTC", Overlap = OverlapAction.Queue } };
        await using var runner = await RecoveredAsync(spec);
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var tree = new TaskCompletionSource();
        bench.Host.Last.TreeTakes = tree.Task;
        var stopping = runner.StopAsync("the server's shutdown", Cancelled);
        await bench.UntilAsync("job", RunState.Stopping);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        tree.SetResult();
        Assert.Equal(RunState.Stopped, (await stopping).State);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.SettledAsync(runner, spec);
        Assert.Single(bench.Host.Launches);
    }

    private ProcessSpec Job() => Specs.Job(launch: bench.Launch("job"));

    private async Task<ProcessRunner> RecoveredAsync(ProcessSpec spec)
    {
        var runner = bench.Recovering(spec);
        await runner.Recovered.WaitAsync(Cancelled);
        return runner;
    }

    /// <summary>Lets time pass in steps no longer than a look at the clock takes, each with everything done that it had to lead to.</summary>
    private async Task PassToAsync(DateTimeOffset moment, ProcessRunner runner, ProcessSpec spec)
    {
        while (bench.Time.GetUtcNow() < moment)
        {
            var left = moment - bench.Time.GetUtcNow();
            bench.Time.Advance(left < JobMachine.LongestSleep ? left : JobMachine.LongestSleep);
            await bench.SettledAsync(runner, spec);
        }
    }
}
