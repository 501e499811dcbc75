using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

public sealed class ProcessRunnerTests : IAsyncLifetime
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();
    private ProcessSpec spec = null!;
    private ProcessRunner runner = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Use(Specs.Process(launch: bench.Launch("web")));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await runner.DisposeAsync();
        bench.Dispose();
    }

    [Fact(Timeout = Patience)]
    public async Task A_start_is_answered_when_the_program_runs()
    {
        var info = await CommandAsync(CommandKind.Start);
        Assert.Equal((RunState.Running, bench.Host.Last.Identity.Pid, 10), (info.State, info.Pid, info.RestartsLeft));
        Assert.Equal("started by a test", info.Reason);
        Assert.Equal($"{info.Pid}\n", await File.ReadAllTextAsync(spec.Launch.PidFile, Cancelled));
    }

    [Fact(Timeout = Patience)]
    public async Task Commands_that_want_what_is_are_answered_and_change_nothing()
    {
        var stopped = await CommandAsync(CommandKind.Stop);
        Assert.Equal((RunState.Stopped, "disabled"), (stopped.State, stopped.Reason));
        var first = await CommandAsync(CommandKind.Start);
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        var second = await CommandAsync(CommandKind.Start);
        Assert.Equal(first with { Uptime = TimeSpan.FromSeconds(3) }, second with { Args = first.Args, Env = first.Env });
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_is_answered_when_the_tree_is_gone_and_not_before()
    {
        await CommandAsync(CommandKind.Start);
        var tree = new TaskCompletionSource();
        bench.Host.Last.TreeTakes = tree.Task;
        var stop = CommandAsync(CommandKind.Stop);
        await bench.UntilAsync("web", RunState.Stopping);
        bench.Host.Last.Exit(0);
        await bench.UntilAsync("web", info => info.LastExit is not null);
        await bench.SettledAsync(runner, spec);
        Assert.False(stop.IsCompleted);
        tree.SetResult();
        var info = await stop;
        Assert.Equal((RunState.Stopped, 0, "stopped by a test"), (info.State, info.LastExit!.Code, info.Reason));
        Assert.Equal(new EndTreeRequest(15, TimeSpan.FromSeconds(10), true), Assert.Single(bench.Host.Last.EndRequests));
        Assert.True(bench.Host.Last.IsDisposed);
        Assert.False(File.Exists(spec.Launch.PidFile));
    }

    [Fact(Timeout = Patience)]
    public async Task The_exit_is_known_when_the_stop_is_answered()
    {
        await CommandAsync(CommandKind.Start);
        var info = await CommandAsync(CommandKind.Stop);
        Assert.Equal((null, "SIGTERM"), (info.LastExit!.Code, info.LastExit.Signal));
        Assert.Equal(bench.Time.GetUtcNow(), info.LastExit.At);
    }

    [Fact(Timeout = Patience)]
    public async Task A_launch_that_fails_refuses_the_start_with_the_reason_and_is_tried_again()
    {
        bench.Host.OnLaunch = _ => throw new LaunchException("There is no such program.");
        var failure = await FailsAsync(CommandAsync(CommandKind.Start));
        Assert.Equal((ErrorCodes.LaunchFailed, "web could not be started. There is no such program."), (failure.Code, failure.Message));
        Assert.Equal(422, ErrorCodes.StatusOf(failure.Code));
        var info = bench.Feed.Get("web")!;
        Assert.Equal((RunState.Backoff, 9, bench.Time.GetUtcNow() + TimeSpan.FromSeconds(2)), (info.State, info.RestartsLeft, info.NextRestartAt));
        bench.Host.OnLaunch = _ => { };
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.UntilAsync("web", RunState.Running);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_that_cannot_be_prepared_is_a_launch_that_fails(bool denied)
    {
        bench.Host.OnLaunch = _ => throw (denied ? new UnauthorizedAccessException("Denied.") : new IOException("The disk is full."));
        Assert.Equal(ErrorCodes.LaunchFailed, (await FailsAsync(CommandAsync(CommandKind.Start))).Code);
    }

    [Fact(Timeout = Patience)]
    public async Task What_survives_a_stop_is_named_in_the_refusal_and_never_doubled()
    {
        await CommandAsync(CommandKind.Start);
        bench.Host.Last.Survivors = ["stubborn (4711)"];
        var failure = await FailsAsync(CommandAsync(CommandKind.Restart));
        Assert.Equal(ErrorCodes.Conflict, failure.Code);
        Assert.Contains("stubborn (4711)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, bench.Feed.Get("web")!.State);
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_overrules_the_restart_that_waits()
    {
        await CommandAsync(CommandKind.Start);
        var tree = new TaskCompletionSource();
        bench.Host.Last.TreeTakes = tree.Task;
        var restart = CommandAsync(CommandKind.Restart);
        var stop = CommandAsync(CommandKind.Stop);
        await bench.SettledAsync(runner, spec);
        tree.SetResult();
        Assert.Equal(RunState.Stopped, (await stop).State);
        Assert.Equal(ErrorCodes.Conflict, (await FailsAsync(restart)).Code);
    }

    [Fact(Timeout = Patience)]
    public async Task Restarts_at_once_make_one_instance_and_all_are_answered()
    {
        await CommandAsync(CommandKind.Start);
        var tree = new TaskCompletionSource();
        bench.Host.Last.TreeTakes = tree.Task;
        var restarts = Enumerable.Range(0, 200).Select(_ => CommandAsync(CommandKind.Restart)).ToArray();
        await bench.SettledAsync(runner, spec);
        tree.SetResult();
        var pids = (await Task.WhenAll(restarts)).Select(info => info.Pid).Distinct();
        Assert.Equal([bench.Host.Last.Identity.Pid], pids.Select(pid => pid!.Value));
        Assert.Equal(2, bench.Host.Launches.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task Many_commands_in_any_order_never_make_two_instances()
    {
        // The host refuses a second instance with a fault that would end the runner.
        var random = new Random(5);
        CommandKind[] kinds = [CommandKind.Start, CommandKind.Stop, CommandKind.Restart];
        var commands = Enumerable.Range(0, 1500).Select(_ => CommandAsync(kinds[random.Next(kinds.Length)])).ToArray();
        foreach (var command in commands)
        {
            await command.ContinueWith(_ => { }, Cancelled, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        Assert.All(commands.Where(command => command.IsFaulted), command =>
            Assert.Equal(ErrorCodes.Conflict, Assert.IsType<ProcessProxyException>(command.Exception!.InnerException).Code));
        await CommandAsync(CommandKind.Restart);
        Assert.Single(bench.Host.Children, child => child.IsTreeAlive);
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelling_ends_the_waiting_and_not_the_command()
    {
        await CommandAsync(CommandKind.Start);
        var tree = new TaskCompletionSource();
        bench.Host.Last.TreeTakes = tree.Task;
        using var leaving = new CancellationTokenSource();
        var stop = runner.CommandAsync(CommandKind.Stop, "a test", leaving.Token);
        await bench.UntilAsync("web", RunState.Stopping);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
        tree.SetResult();
        await bench.UntilAsync("web", RunState.Stopped);
    }

    private void Use(ProcessSpec changed) => (spec, runner) = (changed, bench.Runner(changed));

    private Task<ProcessInfo> CommandAsync(CommandKind kind) => runner.CommandAsync(kind, "a test", Cancelled);

    private static Task<ProcessProxyException> FailsAsync(Task command) => Assert.ThrowsAsync<ProcessProxyException>(() => command);
}
