using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Helpers;

/// <summary>A command that runs before each launch.</summary>
public sealed class PreStartTests : IAsyncLifetime
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();
    private readonly TaskCompletionSource<FakeChild> launched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProcessSpec spec = null!;
    private ProcessRunner runner = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        bench.Host.OnChild = child =>
        {
            if (ProcessMark.IsOfHelper(child.Identity.Mark))
            {
                launched.TrySetResult(child);
            }
        };
        spec = Specs.Process(launch: bench.Launch("web") with { Env = new([new("COLOR", "red")]) }) with
        {
            PreStart = new() { Command = new() { Command = "first", Args = ["now"] } },
        };
        runner = bench.Runner(spec);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await runner.DisposeAsync();
        bench.Dispose();
    }

    [Fact(Timeout = Patience)]
    public async Task It_runs_with_all_that_the_program_has_and_the_program_after_it()
    {
        var (start, helper) = await StartAsync();
        var request = Assert.Single(bench.Host.Launches);
        Assert.True(request.IsHelper);
        Assert.Equal(("first", ["now"]), (request.Spec.Command, request.Spec.Args));
        Assert.Equal(spec.Launch, request.Spec with { Command = spec.Launch.Command, Args = spec.Launch.Args });
        Assert.Equal((RunState.Starting, "its preStart runs"), (bench.Feed.Get("web")!.State, bench.Feed.Get("web")!.Reason));

        helper.Exit(0);
        Assert.Equal(RunState.Running, (await start).State);
        Assert.Equal([true, false], bench.Host.Launches.Select(launch => launch.IsHelper));
        Assert.True(helper.IsDisposed);
        Assert.False(helper.IsTreeAlive);
        Assert.Equal(["web prepared", "web ended", "web prepared"], bench.LogCalls);
    }

    [Theory(Timeout = Patience)]
    [InlineData(3, "web could not be started. Its preStart ended with exit code 3.")]
    [InlineData(null, "web could not be started. Its preStart did not end within its timeout (60000 ms).")]
    public async Task When_it_fails_or_takes_too_long_the_launch_has_failed(int? code, string said)
    {
        var (start, helper) = await StartAsync();
        if (code is { } number)
        {
            helper.Exit(number);
        }
        else
        {
            bench.Time.Advance(TimeSpan.FromSeconds(60));
        }

        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => start);
        Assert.Equal((ErrorCodes.LaunchFailed, said), (refused.Code, refused.Message));
        Assert.False(helper.IsTreeAlive);
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task When_it_cannot_be_started_the_launch_has_failed()
    {
        bench.Host.OnLaunch = _ => throw new LaunchException("The program 'first' was not found in PATH.", LaunchFault.NotFound);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => runner.CommandAsync(CommandKind.Start, "a test", Cancelled));
        Assert.Equal("web could not be started. Its preStart could not be started: The program 'first' was not found in PATH.", refused.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_ends_it_with_its_tree()
    {
        var (start, helper) = await StartAsync();
        Assert.Equal("stopped by a test", (await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled)).Reason);
        Assert.Equal(ErrorCodes.Conflict, (await Assert.ThrowsAsync<ProcessProxyException>(() => start)).Code);
        Assert.Equal(new EndTreeRequest(15, spec.Stop.Timeout, Thorough: true), Assert.Single(helper.EndRequests));
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_reload_does_not_wait_for_it()
    {
        var (start, helper) = await StartAsync();
        await runner.ConfigureAsync(spec with { Name = "Web" }, new MachineEvent.PolicyChanged(), Cancelled);
        helper.Exit(0);
        await start;
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_lets_go_ends_it()
    {
        var (start, helper) = await StartAsync();
        await runner.DisposeAsync();
        Assert.Equal(ErrorCodes.ShuttingDown, (await Assert.ThrowsAsync<ProcessProxyException>(() => start)).Code);
        Assert.False(helper.IsTreeAlive);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_died_meanwhile_leaves_it_to_the_next_which_ends_what_is_left_and_begins_anew()
    {
        var (start, helper) = await StartAsync();
        var kept = bench.Kept("web")!;
        Assert.Equal((Phase.Launching, ProcessMark.OfHelper(kept.Mark!, "preStart")), (kept.Phase, kept.Helper));
        bench.NextServer();
        bench.Host.Children.Clear();
        bench.Host.OnChild = child => child.Exit(0);
        await using var next = await NextAsync(spec);
        Assert.Equal([helper.Identity.Mark], bench.Host.Leftovers.Select(identity => identity.Mark));
        await bench.UntilAsync("web", info => bench.Host.Launches.Count >= 3);
        Assert.Equal([true, true, false], bench.Host.Launches.Select(launch => launch.IsHelper).Take(3));
        await EndAsync(start, helper);
    }

    [Fact(Timeout = Patience)]
    public async Task What_an_earlier_server_left_of_it_and_cannot_be_ended_keeps_the_program_from_being_started()
    {
        var (start, helper) = await StartAsync();
        bench.NextServer();
        bench.Host.Survivors = ["sh (12)"];
        await using var next = bench.Recovering(spec);
        var failed = await bench.UntilAsync("web", RunState.Failed);
        Assert.Equal("is not started: what an earlier server ran beside it could not be ended: sh (12) still runs", failed.Reason);
        Assert.Single(bench.Host.Launches);
        await EndAsync(start, helper);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_lets_go_in_a_hurry_does_not_wait_for_its_end()
    {
        var (_, helper) = await StartAsync();
        helper.TreeTakes = Task.Delay(Timeout.Infinite, Cancelled);
        var gone = runner.DisposeAsync().AsTask();
        await runner.HurryAsync();
        await gone.WaitAsync(Cancelled);
        Assert.False(helper.IsTreeAlive);
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_that_a_server_died_in_is_kept_by_the_next()
    {
        var (start, helper) = await StartAsync();
        helper.TreeTakes = Task.Delay(Timeout.Infinite, Cancelled);
        var stop = runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        await bench.UntilAsync("web", info => info.Reason == "being stopped by a test");
        bench.NextServer();
        await using var next = await NextAsync(spec);
        Assert.Equal((RunState.Stopped, "stopped by the server, as its predecessor died during the stop"), (bench.Feed.Get("web")!.State, bench.Feed.Get("web")!.Reason));
        Assert.Single(bench.Host.Launches);
        await runner.HurryAsync();
        await stop;
        await Assert.ThrowsAsync<ProcessProxyException>(() => start);
    }

    [Fact(Timeout = Patience)]
    public async Task What_becomes_a_job_while_no_server_runs_is_not_run_at_once()
    {
        var (start, helper) = await StartAsync();
        bench.NextServer();
        await using var next = await NextAsync(spec with { Schedule = Specs.Job("@yearly").Schedule });
        Assert.Equal(RunState.Stopped, bench.Feed.Get("web")!.State);
        Assert.Single(bench.Host.Launches);
        await EndAsync(start, helper);
    }

    [Fact(Timeout = Patience)]
    public async Task Without_a_record_what_is_left_of_it_is_found_by_its_mark()
    {
        var (start, helper) = await StartAsync();
        bench.NextServer();
        File.Delete(Path.Combine(bench.Folder, "web.state"));
        bench.Host.Helpers = [helper.Identity.Mark];
        bench.Host.OnChild = child => child.Exit(0);
        await using var next = await NextAsync(spec);
        Assert.Equal([helper.Identity.Mark], bench.Host.Leftovers.Select(identity => identity.Mark));
        await EndAsync(start, helper);
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_left_of_it_is_ended_as_the_tree_of_its_first_process_while_that_is_alive()
    {
        var (start, helper) = await StartAsync();
        bench.NextServer();
        var left = new FakeChild(helper.Identity);
        bench.Host.Running.Add(left);
        bench.Host.OnChild = child => child.Exit(0);
        await using var next = await NextAsync(spec);
        Assert.Equal(new EndTreeRequest(null, TimeSpan.Zero, Thorough: true), Assert.Single(left.EndRequests));
        Assert.Empty(bench.Host.Leftovers);
        await EndAsync(start, helper);
    }

    /// <summary>A runner of the next server, when it knows what was left behind.</summary>
    private async Task<ProcessRunner> NextAsync(ProcessSpec now)
    {
        var next = bench.Recovering(now);
        await next.Recovered.WaitAsync(Cancelled);
        return next;
    }

    /// <summary>Ends the start of a server that has a successor.</summary>
    private static async Task EndAsync(Task start, FakeChild helper)
    {
        helper.Exit(1);
        await Assert.ThrowsAsync<ProcessProxyException>(() => start);
    }

    private async Task<(Task<ProcessInfo> Start, FakeChild Helper)> StartAsync()
    {
        var start = runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var helper = await launched.Task.WaitAsync(Cancelled);

        // Its time runs when the runner is done with the start.
        await bench.SettledAsync(runner, spec);
        return (start, helper);
    }
}
