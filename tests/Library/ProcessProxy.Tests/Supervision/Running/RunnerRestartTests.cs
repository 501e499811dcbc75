using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

/// <summary>Restarts over time, on a clock that stands still unless it is told to move.</summary>
public sealed class RunnerRestartTests : IDisposable
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact(Timeout = Patience)]
    public async Task The_delay_is_waited_to_the_millisecond_and_once()
    {
        var spec = Specs.Process(restartDelay: 2345, launch: bench.Launch("web"));
        await using var runner = await StartAsync(spec);
        bench.Host.Last.Exit(3);
        var waiting = await bench.UntilAsync("web", RunState.Backoff);
        Assert.Equal(("exited with code 3", bench.Time.GetUtcNow() + TimeSpan.FromMilliseconds(2345)), (waiting.Reason, waiting.NextRestartAt));
        await bench.SettledAsync(runner, spec);
        bench.Time.Advance(TimeSpan.FromMilliseconds(2344));
        await bench.SettledAsync(runner, spec);
        Assert.Single(bench.Host.Launches);
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        var again = await bench.UntilAsync("web", RunState.Running);
        Assert.Equal((1, 9, bench.Time.GetUtcNow()), (again.RestartCount, again.RestartsLeft, again.LastRestartTime));
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.SettledAsync(runner, spec);
        Assert.Equal(2, bench.Host.Launches.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task Each_pause_is_lengthened_by_what_chance_says_at_that_moment()
    {
        var spec = Specs.Process(restartDelay: 1000, launch: bench.Launch("web"));
        spec = spec with { Restart = spec.Restart with { Jitter = 50 } };
        await using var runner = await StartAsync(spec);
        foreach (var chance in (double[])[0.5, 0, 0.75])
        {
            bench.Chance = chance;
            bench.Host.Last.Exit(3);
            var waiting = await bench.UntilAsync("web", RunState.Backoff);
            var pause = TimeSpan.FromMilliseconds(1000 + (500 * chance));
            Assert.Equal(bench.Time.GetUtcNow() + pause, waiting.NextRestartAt);
            await bench.SettledAsync(runner, spec);
            bench.Time.Advance(pause);
            await bench.UntilAsync("web", RunState.Running);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task The_budget_is_spent_exactly_and_a_start_by_hand_gives_it_back()
    {
        var spec = Specs.Process(restartDelay: 500, maxRestarts: 3, launch: bench.Launch("web"));
        await using var runner = await StartAsync(spec);
        for (var restart = 1; restart <= 3; restart++)
        {
            bench.Host.Last.Exit();
            await bench.UntilAsync("web", RunState.Backoff);
            await bench.SettledAsync(runner, spec);
            bench.Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Equal(restart, (await bench.UntilAsync("web", RunState.Running)).RestartCount);
        }

        bench.Host.Last.Exit();
        var failed = await bench.UntilAsync("web", RunState.Failed);
        Assert.Equal((0, "exited with code 1; all 3 restarts (maxRestarts) are spent"), (failed.RestartsLeft, failed.Reason));
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.SettledAsync(runner, spec);
        Assert.Equal(4, bench.Host.Launches.Count);
        Assert.Equal((RunState.Running, 3), (await CommandAsync(runner, CommandKind.Start)) is var info ? (info.State, info.RestartsLeft) : default);
    }

    [Fact(Timeout = Patience)]
    public async Task A_run_that_lasts_long_enough_sets_the_budget_back_and_not_a_moment_earlier()
    {
        var spec = Specs.Process(restartDelay: 0, launch: bench.Launch("web"));
        await using var runner = await StartAsync(spec);
        bench.Host.Last.Exit();
        await bench.UntilAsync("web", info => info is { State: RunState.Running, RestartCount: 1 });
        await bench.SettledAsync(runner, spec);
        bench.Time.Advance(TimeSpan.FromMilliseconds(59_999));
        await bench.SettledAsync(runner, spec);
        Assert.Equal(1, bench.Feed.Get("web")!.RestartCount);
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        await bench.UntilAsync("web", info => info.RestartCount == 0);
    }

    [Fact(Timeout = Patience)]
    public async Task Pauses_double_up_to_their_limit()
    {
        var spec = Specs.Process(restartDelay: 10_000, backoff: RestartBackoff.Exponential, launch: bench.Launch("web"));
        await using var runner = await StartAsync(spec);
        foreach (var seconds in (int[])[10, 20, 40, 60, 60])
        {
            bench.Host.Last.Exit();
            var waiting = await bench.UntilAsync("web", RunState.Backoff);
            await bench.SettledAsync(runner, spec);
            Assert.Equal(TimeSpan.FromSeconds(seconds), waiting.NextRestartAt - bench.Time.GetUtcNow());
            bench.Time.Advance(TimeSpan.FromSeconds(seconds));
            await bench.UntilAsync("web", RunState.Running);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task No_other_is_started_while_the_crash_left_something_behind()
    {
        var spec = Specs.Process(launch: bench.Launch("web"));
        await using var runner = await StartAsync(spec);
        var tree = new TaskCompletionSource();
        bench.Host.Last.TreeTakes = tree.Task;
        bench.Host.Last.Exit();
        await bench.UntilAsync("web", RunState.Backoff);
        await bench.SettledAsync(runner, spec);
        bench.Time.Advance(TimeSpan.FromSeconds(60));
        await bench.SettledAsync(runner, spec);
        Assert.Single(bench.Host.Launches);
        tree.SetResult();
        await bench.UntilAsync("web", RunState.Running);
    }

    [Fact(Timeout = Patience)]
    public async Task An_operator_spends_nothing_of_the_budget()
    {
        await using var runner = await StartAsync(Specs.Process(maxRestarts: 1, launch: bench.Launch("web")));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((0, 1), (await CommandAsync(runner, CommandKind.Restart)) is var info ? (info.RestartCount, info.RestartsLeft) : default);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_while_it_waits_for_its_next_attempt_ends_the_waiting()
    {
        var spec = Specs.Process(launch: bench.Launch("web"));
        await using var runner = await StartAsync(spec);
        bench.Host.Last.Exit();
        await bench.UntilAsync("web", RunState.Backoff);
        var stopped = await CommandAsync(runner, CommandKind.Stop);
        Assert.Equal((RunState.Stopped, null), (stopped.State, stopped.NextRestartAt));
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.SettledAsync(runner, spec);
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task Ill_health_replaces_it_once_and_after_the_pause()
    {
        var ok = true;
        bench.Probe = (_, _) => Task.FromResult(new HealthCheckResult(default, ok, ok ? 200 : 500, ok ? "answered 200" : "answered 500", default));
        var spec = Specs.Process(healthCheck: Specs.HealthCheck(retries: 3), launch: bench.Launch("web"));
        await using var runner = await StartAsync(spec);
        await PassUntilAsync(() => bench.Feed.Get("web")!.Health == HealthState.Healthy);
        ok = false;
        await PassUntilAsync(() => bench.Feed.Get("web")!.State == RunState.Backoff);
        var waiting = bench.Feed.Get("web")!;
        Assert.Contains("was unhealthy: 3 probes of http://localhost:1/health failed, the last one: answered 500", waiting.Reason, StringComparison.Ordinal);
        Assert.Equal(1, waiting.RestartCount);
        Assert.Single(bench.Host.Children[0].EndRequests);
        ok = true;
        await PassUntilAsync(() => bench.Feed.Get("web")!.Health == HealthState.Healthy);
        Assert.Equal(2, bench.Host.Launches.Count);
    }

    private Task PassUntilAsync(Func<bool> condition) => Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(500)), condition, "it has happened");

    private static Task<ProcessInfo> CommandAsync(ProcessRunner runner, CommandKind kind) => runner.CommandAsync(kind, "a test", Cancelled);

    private async Task<ProcessRunner> StartAsync(ProcessSpec spec)
    {
        var runner = bench.Runner(spec);
        await CommandAsync(runner, CommandKind.Start);
        return runner;
    }
}
