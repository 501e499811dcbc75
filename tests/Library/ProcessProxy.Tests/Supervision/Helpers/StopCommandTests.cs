using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Helpers;

/// <summary>A program that is asked to end by a command instead of a signal.</summary>
public sealed class StopCommandTests : IAsyncLifetime
{
    private const int Patience = 20_000;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private readonly Bench bench = new();
    private readonly TaskCompletionSource<FakeChild> launched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProcessRunner runner = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        bench.Host.OnChild = child =>
        {
            if (child.Identity.Mark.StartsWith("web!stopCommand/", StringComparison.Ordinal))
            {
                launched.TrySetResult(child);
            }
        };
        var launch = bench.Launch("web") with { Env = new([new("COLOR", "red")]) };
        runner = bench.Runner(Specs.Process(launch: launch) with { Stop = new() { Command = new() { Command = "bye", Args = ["now"] } } });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await runner.DisposeAsync();
        bench.Dispose();
    }

    [Fact(Timeout = Patience)]
    public async Task It_runs_with_all_that_the_program_has_and_no_signal_is_sent()
    {
        var (program, stop, helper) = await StopAsync();
        var request = bench.Host.Launches[^1];
        Assert.True(request.IsHelper);
        Assert.Equal(("bye", ["now"]), (request.Spec.Command, request.Spec.Args));
        Assert.Equal(new ValueMap([new("COLOR", "red"), new(ProcessMark.PidVariable, $"{program.Identity.Pid}")]), request.Spec.Env);
        Assert.Equal(bench.Host.Launches[0].Spec, request.Spec with { Command = "true", Args = [], Env = bench.Host.Launches[0].Spec.Env });

        bench.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(program.EndRequests);
        helper.Exit(0);
        await stop;
        Assert.Equal(new EndTreeRequest(null, TimeSpan.FromSeconds(7), Thorough: true), Assert.Single(program.EndRequests));
        Assert.Equal(new EndTreeRequest(15, TimeSpan.Zero, Thorough: true), Assert.Single(helper.EndRequests));
        Assert.True(helper.IsDisposed);
    }

    [Fact(Timeout = Patience)]
    public async Task When_it_fails_the_signal_is_sent_and_both_are_said()
    {
        var (program, stop, helper) = await StopAsync();
        var tree = new TaskCompletionSource();
        program.TreeTakes = tree.Task;
        helper.Exit(3);
        var stopping = await bench.UntilAsync("web", info => info.Reason.Contains("stopCommand", StringComparison.Ordinal));
        Assert.Equal((RunState.Stopping, "being stopped by a test (its stopCommand ended with exit code 3, so it is sent SIGTERM)"), (stopping.State, stopping.Reason));
        tree.SetResult();
        Assert.Equal("stopped by a test", (await stop).Reason);
        Assert.Equal(new EndTreeRequest(15, StopTimeout, Thorough: true), Assert.Single(program.EndRequests));
        Assert.Contains("Warning: web: its stopCommand ended with exit code 3, so it is sent SIGTERM", bench.Notes.Entries);
    }

    [Fact(Timeout = Patience)]
    public async Task When_it_cannot_be_started_the_signal_is_sent()
    {
        bench.Host.OnLaunch = request =>
        {
            if (request.IsHelper)
            {
                throw new LaunchException("The program 'bye' was not found in PATH.", LaunchFault.NotFound);
            }
        };
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var program = bench.Host.Last;
        await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        Assert.Equal(15, Assert.Single(program.EndRequests).Signal);
        Assert.Contains("Warning: web: its stopCommand could not be started: The program 'bye' was not found in PATH, so it is sent SIGTERM", bench.Notes.Entries);
    }

    [Fact(Timeout = Patience)]
    public async Task What_does_not_end_within_stopTimeout_is_ended_and_the_program_with_it()
    {
        var (program, stop, helper) = await StopAsync();
        bench.Time.Advance(StopTimeout);
        await stop;
        Assert.Equal(TimeSpan.Zero, Assert.Single(helper.EndRequests).Grace);
        Assert.Equal(TimeSpan.Zero, Assert.Single(program.EndRequests).Grace);
        Assert.Contains("Warning: web: its stopCommand did not end within its stopTimeout (10000 ms), so it is killed", bench.Notes.Entries);
    }

    [Fact(Timeout = Patience)]
    public async Task There_is_no_time_for_it_when_there_is_none_for_a_signal()
    {
        var (_, stop, helper) = await StopAsync();
        await runner.HurryAsync();
        await stop;
        Assert.False(helper.IsTreeAlive);
    }

    [Fact(Timeout = Patience)]
    public async Task What_has_ended_by_itself_is_not_asked()
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        bench.Host.Last.Exit();
        await bench.UntilAsync("web", RunState.Backoff);
        await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        Assert.DoesNotContain(bench.Host.Launches, request => request.IsHelper);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_died_meanwhile_leaves_it_to_the_next_which_ends_what_is_left_and_asks_again()
    {
        var (program, _, _) = await StopAsync();
        Assert.Equal(Phase.Stopping, bench.Kept("web")!.Phase);
        bench.NextServer();
        var left = new FakeChild(program.Identity);
        bench.Host.Running.Add(left);
        bench.Host.Children.Clear();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Host.OnChild = helper =>
        {
            helper.Exit(0);
            asked.TrySetResult();
        };
        await using var next = bench.Recovering(runner.Spec);
        await asked.Task.WaitAsync(Cancelled);
        await bench.UntilAsync("web", RunState.Stopped);
        Assert.Equal([ProcessMark.OfHelper(program.Identity.Mark, "stopCommand")], bench.Host.Leftovers.Select(identity => identity.Mark));
        Assert.Null(Assert.Single(left.EndRequests).Signal);
        await runner.HurryAsync();
    }

    private async Task<(FakeChild Program, Task<ProcessInfo> Stop, FakeChild Helper)> StopAsync()
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var program = bench.Host.Last;
        var stop = runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        var helper = await launched.Task.WaitAsync(Cancelled);

        // Its time runs when the runner is done with the command.
        await bench.SettledAsync(runner, runner.Spec);
        return (program, stop, helper);
    }
}
