using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

/// <summary>What is kept for the next server and when, and how a runner lets go.</summary>
public sealed class RunnerKeepingTests : IDisposable
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact(Timeout = Patience)]
    public async Task The_mark_of_a_launch_is_kept_before_it_is_made_and_the_identity_after()
    {
        PersistedState? atLaunch = null;
        var pidFileAtLaunch = true;
        var spec = Specs.Process(launch: bench.Launch("web"));
        bench.Host.OnLaunch = request =>
        {
            (atLaunch, pidFileAtLaunch) = (bench.Kept("web"), File.Exists(spec.Launch.PidFile));
            Assert.Equal(request.Mark, atLaunch!.Mark);
        };
        await using var runner = bench.Runner(spec);
        await StartAsync(runner);
        Assert.Equal((Phase.Launching, Goal.Up, null), (atLaunch!.Phase, atLaunch.Goal, atLaunch.Identity));
        Assert.False(pidFileAtLaunch);
        Assert.Equal((Phase.Running, bench.Host.Last.Identity), (bench.Kept("web")!.Phase, bench.Kept("web")!.Identity));
    }

    [Fact(Timeout = Patience)]
    public async Task No_two_launches_have_the_same_mark_not_even_of_two_servers()
    {
        for (var server = 0; server < 2; server++)
        {
            await using var runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
            await StartAsync(runner);
            await runner.CommandAsync(CommandKind.Restart, "a test", Cancelled);
            await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
            bench.NextServer();
        }

        Assert.Equal(4, bench.Host.Launches.Select(launch => launch.Mark).Distinct().Count());
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_by_an_operator_is_kept_as_one_and_the_servers_own_is_not()
    {
        await using var runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
        await StartAsync(runner);
        await runner.StopAsync("the server's shutdown", Cancelled);
        Assert.Equal((Phase.Stopped, Goal.Down, false), (bench.Kept("web")!.Phase, bench.Kept("web")!.Goal, bench.Kept("web")!.StoppedByOperator));
        await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        Assert.True(bench.Kept("web")!.StoppedByOperator);
        await StartAsync(runner);
        Assert.False(bench.Kept("web")!.StoppedByOperator);
    }

    [Fact(Timeout = Patience)]
    public async Task Files_that_cannot_be_written_do_not_keep_a_program_from_running()
    {
        Directory.CreateDirectory(Path.Combine(bench.Folder, "web.state"));
        var launch = bench.Launch("web") with { PidFile = Path.Combine(bench.Folder, "a-file", "web.pid") };
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "a-file"), "", Cancelled);
        await using var runner = bench.Runner(Specs.Process(launch: launch));
        await StartAsync(runner);
        Assert.Contains(bench.Notes.Entries, note => note.Contains("web", StringComparison.Ordinal) && note.Contains("a-file", StringComparison.Ordinal));
        Assert.Equal(RunState.Stopped, (await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled)).State);
    }

    [Fact(Timeout = Patience)]
    public async Task A_pid_file_that_could_not_be_written_is_written_as_soon_as_that_is_possible()
    {
        var blocker = Path.Combine(bench.Folder, "a-file");
        var launch = bench.Launch("web") with { PidFile = Path.Combine(blocker, "web.pid") };
        await File.WriteAllTextAsync(blocker, "", Cancelled);
        var spec = Specs.Process(launch: launch);
        await using var runner = bench.Runner(spec);
        await StartAsync(runner);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.SettledAsync(runner, spec);
        Assert.Single(bench.Notes.Entries, note => note.Contains("a-file", StringComparison.Ordinal));
        File.Delete(blocker);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.SettledAsync(runner, spec);
        Assert.Equal($"{bench.Host.Last.Identity.Pid}\n", await File.ReadAllTextAsync(launch.PidFile, Cancelled));
    }

    [Fact(Timeout = Patience)]
    public async Task The_last_line_is_complete_before_the_exit_is_told()
    {
        await using var runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
        await StartAsync(runner);
        Assert.Equal(["web prepared"], bench.LogCalls);
        bench.Host.Last.Exit();
        await bench.UntilAsync("web", info => info.LastExit is not null);
        Assert.Equal(["web prepared", "web ended"], bench.LogCalls);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_pid_file_goes_with_the_program_if_that_is_wanted(bool cleanup)
    {
        var spec = Specs.Process(launch: bench.Launch("web") with { CleanupPidOnExit = cleanup });
        await using var runner = bench.Runner(spec);
        await StartAsync(runner);
        bench.Host.Last.Exit();
        await bench.UntilAsync("web", RunState.Backoff);
        await bench.SettledAsync(runner, spec);
        Assert.Equal(!cleanup, File.Exists(spec.Launch.PidFile));
    }

    [Fact(Timeout = Patience)]
    public async Task Letting_go_ends_nothing()
    {
        var spec = Specs.Process(launch: bench.Launch("web"));
        var runner = bench.Runner(spec);
        await StartAsync(runner);
        await runner.DisposeAsync();
        Assert.True(bench.Host.Last is { IsTreeAlive: true, IsDisposed: true });
        Assert.Empty(bench.Host.Last.EndRequests);
        Assert.True(File.Exists(spec.Launch.PidFile));
        Assert.Equal(Phase.Running, bench.Kept("web")!.Phase);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_waits_when_a_runner_ends_is_refused_and_so_is_who_comes_later()
    {
        bench.Feed.Publish(
            ProcessInfoProjection.Of(Specs.Process("db"), new ProcessState { Phase = Phase.Launching }, default), new ProcessState());
        var runner = bench.Runner(Specs.Process(dependsOn: "db", launch: bench.Launch("web")));
        var waiting = runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        await bench.UntilAsync("web", RunState.Starting);
        await runner.DisposeAsync();
        Assert.Equal(ErrorCodes.ShuttingDown, (await Assert.ThrowsAsync<ProcessProxyException>(() => waiting)).Code);
        var later = await Assert.ThrowsAsync<ProcessProxyException>(() => runner.CommandAsync(CommandKind.Start, "a test", Cancelled));
        Assert.Equal((ErrorCodes.ShuttingDown, 503), (later.Code, ErrorCodes.StatusOf(later.Code)));
        Assert.Empty(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task Having_no_time_left_kills_the_stop_that_is_under_way()
    {
        await using var runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
        await StartAsync(runner);
        bench.Host.Last.TreeTakes = new TaskCompletionSource().Task;
        var stop = runner.StopAsync("the server's shutdown", Cancelled);
        await bench.UntilAsync("web", RunState.Stopping);
        await runner.HurryAsync();
        Assert.Equal(RunState.Stopped, (await stop).State);
        Assert.True(bench.Host.Last.WasHurried);
    }

    [Fact(Timeout = Patience)]
    public async Task A_fault_of_ours_refuses_who_waits_and_does_not_keep_the_others_from_ending()
    {
        bench.Host.OnLaunch = _ => throw new InvalidOperationException("A bug.");
        var spec = Specs.Process(launch: bench.Launch("web"));
        var runner = bench.Runner(spec);
        await Assert.ThrowsAsync<ProcessProxyException>(() => StartAsync(runner));
        await Assert.ThrowsAsync<ProcessProxyException>(() => StartAsync(runner));
        await runner.ConfigureAsync(spec, new MachineEvent.PolicyChanged(), Cancelled);
        await runner.DisposeAsync();
        Assert.Contains(bench.Notes.Entries, note => note.StartsWith("Critical", StringComparison.Ordinal) || note.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task A_fault_of_ours_is_shown_where_nothing_else_will_be()
    {
        bench.Host.OnLaunch = _ => throw new InvalidOperationException("A bug.");
        await using var runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
        await Assert.ThrowsAsync<ProcessProxyException>(() => StartAsync(runner));
        await bench.UntilAsync("web", info => info.Reason == "is no longer supervised because of an internal error of the server");
    }

    [Fact(Timeout = Patience)]
    public async Task Having_no_time_left_is_no_fault_of_one_that_was_let_go_of_meanwhile()
    {
        var runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
        await runner.DisposeAsync();
        await runner.HurryAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_fault_of_ours_during_recovery_lets_the_others_start()
    {
        bench.Host.OnLaunch = _ => throw new InvalidOperationException("A bug.");
        var runner = bench.Recovering(Specs.Process(launch: bench.Launch("web")));
        await runner.Recovered.WaitAsync(Cancelled);
        await runner.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_full_mailbox_does_not_keep_a_stop_from_ending_the_probes()
    {
        var probing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probed = new TaskCompletionSource<HealthCheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Probe = (_, _) =>
        {
            probing.TrySetResult();
            return probed.Task;
        };
        var spec = Specs.Process(healthCheck: Specs.HealthCheck(), launch: bench.Launch("web"));
        await using var runner = bench.Runner(spec);
        await StartAsync(runner);
        bench.Time.Advance(TimeSpan.FromMilliseconds(100));
        await probing.Task;

        // The reader is held while more is posted than the mailbox holds, restarts first, then the result of the probe.
        using var held = new ManualResetEventSlim();
        var reader = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Feed.Changed += Hold;
        await runner.PostAsync(new MachineEvent.Exited(1, new ProcessExit(1, null, default)));
        await reader.Task;
        var restarts = Enumerable.Range(0, 3000).Select(_ => runner.CommandAsync(CommandKind.Restart, "a test", Cancelled)).ToArray();
        probed.SetResult(new HealthCheckResult(default, true, 200, "answered 200", default));
        held.Set();
        await Task.WhenAll(restarts);

        void Hold(string id)
        {
            bench.Feed.Changed -= Hold;
            reader.TrySetResult();
            held.Wait(Cancelled);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Enabling_a_process_that_was_started_by_hand_goes_on_probing_it()
    {
        var spec = Specs.Process(enabled: false, healthCheck: Specs.HealthCheck(), launch: bench.Launch("web"));
        await using var runner = bench.Runner(spec);
        await StartAsync(runner);
        await runner.ConfigureAsync(spec with { Enabled = true }, new MachineEvent.Enable("a change of its configuration"), Cancelled);
        await Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(100)), () => bench.Feed.Get("web")!.Health == HealthState.Healthy);
    }

    private static Task<ProcessInfo> StartAsync(ProcessRunner runner) => runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
}
