using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Servers;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

public sealed class FleetTests : IAsyncLifetime
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();
    private Fleet fleet = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        fleet = new Fleet(bench.Services);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        bench.Dispose();
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_enabled_is_started_and_everything_is_shown()
    {
        await StartAsync(Process("a"), Process("b") with { Enabled = false }, Process("c"));
        Assert.Equal(["a", "b", "c"], bench.Feed.All().Select(process => process.Id));
        Assert.Equal(["a", "c"], bench.Host.Launches.Select(launch => launch.Id).Order());
        Assert.Equal((RunState.Stopped, "disabled"), bench.Feed.Get("b") is { } b ? (b.State, b.Reason) : default);
    }

    [Fact(Timeout = Patience)]
    public async Task Until_it_is_known_what_an_earlier_server_left_behind_nobody_is_told_that_a_process_is_down()
    {
        fleet.Open(Spec(Process("web"), Process("off") with { Enabled = false }));
        Assert.Equal((RunState.Stopped, true), bench.Feed.Find("web") is { } web ? (web.State, web.WillRun) : default);
        Assert.True(bench.Feed.Find("off")!.WillRun);
        var told = 0;
        bench.Feed.Changed += id => _ = id == "off" && !bench.Feed.Find("off")!.WillRun ? Interlocked.Increment(ref told) : 0;
        await fleet.StartAsync(Cancelled);
        Assert.Equal((RunState.Running, true), (bench.Feed.Find("web")!.State, bench.Feed.Find("web")!.WillRun));
        Assert.Equal((RunState.Stopped, false, 1), (bench.Feed.Find("off")!.State, bench.Feed.Find("off")!.WillRun, told));
    }

    [Fact(Timeout = Patience)]
    public async Task One_that_depends_on_another_starts_when_that_is_healthy()
    {
        const int Failures = 5;
        var launched = new List<int>();
        bench.Probe = (_, _) =>
        {
            launched.Add(bench.Host.Launches.Count);
            return Task.FromResult(new HealthCheckResult(default, launched.Count > Failures, 200, "", default));
        };
        await StartAsync(Process("web", "db"), Process("db") with { HealthCheck = Specs.HealthCheck() });
        Assert.Equal(["db"], bench.Host.Launches.Select(launch => launch.Id));
        await Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(100)), () => bench.Feed.Get("web")!.State == RunState.Running);
        Assert.Equal(Enumerable.Repeat(1, Failures + 1), launched.Take(Failures + 1));
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_that_a_reload_adds_is_attempted_once()
    {
        bench.Host.OnLaunch = request => _ = request.Id == "bad" ? throw new LaunchException("No such program.") : 0;
        await StartAsync(Process("web"));
        await fleet.ChangeAsync(Spec(Process("web"), Process("bad"), Process("good") with { HealthCheck = Specs.HealthCheck() }));
        Assert.Equal((RunState.Backoff, RunState.Running), (bench.Feed.Get("bad")!.State, bench.Feed.Get("good")!.State));
        Assert.Equal(["bad", "good", "web"], bench.Host.Launches.Select(launch => launch.Id).Order());
        await Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(100)), () => bench.Feed.Get("good")!.Health == HealthState.Healthy);
    }

    [Fact(Timeout = Patience)]
    public async Task A_start_whose_dependency_has_failed_is_refused()
    {
        bench.Host.OnLaunch = request => _ = request.Id == "db" ? throw new LaunchException("No such program.") : 0;
        var db = Process("db");
        await StartAsync(Process("web", "db") with { Enabled = false }, db with { Restart = db.Restart with { Max = 0 } });
        var failure = await Assert.ThrowsAsync<ProcessProxyException>(() => fleet.Find("web")!.CommandAsync(CommandKind.Start, "a test", Cancelled));
        Assert.Equal((ErrorCodes.DependencyNotReady, "web waits for db, which is failed."), (failure.Code, failure.Message));
    }

    [Fact(Timeout = Patience)]
    public async Task One_that_depends_on_what_is_to_end_starts_when_that_has_ended_well_and_may_be_restarted_after_it()
    {
        await StartAsync(Process("web", "migrate"), OneShot("migrate"));
        Assert.Equal(["migrate"], bench.Host.Launches.Select(launch => launch.Id));
        bench.Host.Last.Exit(0);
        await bench.UntilAsync("web", RunState.Running);
        Assert.Equal("started by the server at its start", bench.Feed.Get("web")!.Reason);
        var restarted = await fleet.Find("web")!.CommandAsync(CommandKind.Restart, "a test", Cancelled);
        Assert.Equal((RunState.Running, "restarted by a test"), (restarted.State, restarted.Reason));

        // A server that is killed leaves to the next one what has been done.
        await fleet.DisposeAsync();
        bench.Host.Running.Add(new FakeChild(bench.Host.Last.Identity));
        bench.Host.Children.Clear();
        bench.NextServer();
        fleet = new Fleet(bench.Services);
        await StartAsync(Process("web", "migrate"), OneShot("migrate"));
        Assert.Equal(RunState.Running, (await fleet.Find("web")!.CommandAsync(CommandKind.Restart, "a test", Cancelled)).State);
        Assert.Equal(["migrate", "web", "web", "web"], bench.Host.Launches.Select(launch => launch.Id));

        // After an orderly end everything is done anew.
        await fleet.StopAsync(Cancelled);
        bench.NextServer();
        fleet = new Fleet(bench.Services);
        await StartAsync(Process("web", "migrate"), OneShot("migrate"));
        Assert.Equal("migrate", bench.Host.Launches[^1].Id);
        Assert.Equal(RunState.Starting, bench.Feed.Get("web")!.State);
    }

    [Fact(Timeout = Patience)]
    public async Task What_could_not_start_again_is_not_ended_by_a_restart()
    {
        await StartAsync(Process("web", "db"), Process("db"));
        var web = await bench.UntilAsync("web", RunState.Running);
        await fleet.Find("db")!.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => fleet.Find("web")!.CommandAsync(CommandKind.Restart, "a test", Cancelled));
        Assert.Equal(
            (ErrorCodes.DependencyNotReady, "web is left running and not restarted, as it could not start again: it waits for db, which is stopped."),
            (refused.Code, refused.Message));
        Assert.Equal((web.Pid, RunState.Running), (bench.Feed.Get("web")!.Pid, bench.Feed.Get("web")!.State));
    }

    [Fact(Timeout = Patience)]
    public async Task One_whose_one_shot_has_failed_does_not_start_and_says_why()
    {
        await StartAsync(Process("web", "migrate"), OneShot("migrate"));
        bench.Host.Last.Exit(3);
        var waiting = await bench.UntilAsync("web", info => info.Reason.Contains("failed", StringComparison.Ordinal));
        Assert.Equal("waits for migrate, which must end with code 0 first and is failed (exited with code 3; restartOnExit is false)", waiting.Reason);
        Assert.Equal(["migrate"], bench.Host.Launches.Select(launch => launch.Id));
        await fleet.Find("migrate")!.CommandAsync(CommandKind.Start, "a test", Cancelled);
        bench.Host.Last.Exit(0);
        Assert.Equal("started by the server at its start", (await bench.UntilAsync("web", RunState.Running)).Reason);
    }

    [Fact(Timeout = Patience)]
    public async Task Only_what_changed_is_touched()
    {
        await StartAsync(Process("same"), Process("launch"), Process("policy"), Process("gone"), Process("disabled"));
        var before = bench.Feed.All().ToDictionary(process => process.Id, process => process.Pid);
        var policy = Process("policy");
        var actions = await fleet.ChangeAsync(Spec(
            Process("new"), Process("same"), Process("launch") with { Launch = bench.Launch("launch") with { Args = ["changed"] } },
            policy with { Restart = policy.Restart with { Max = 3 } }, Process("disabled") with { Enabled = false }));
        Assert.Equal(
            [("new", ReloadActionKind.Start), ("same", ReloadActionKind.None), ("launch", ReloadActionKind.Restart), ("policy", ReloadActionKind.Update),
                ("disabled", ReloadActionKind.Stop), ("gone", ReloadActionKind.Stop)],
            actions.Select(action => (action.Id, action.Action)));
        var after = bench.Feed.All().ToDictionary(process => process.Id);
        Assert.Equal(["new", "same", "launch", "policy", "disabled"], after.Keys);
        Assert.Equal((before["same"], before["policy"], 3), (after["same"].Pid, after["policy"].Pid, after["policy"].RestartsLeft));
        Assert.NotEqual(before["launch"], after["launch"].Pid);
        Assert.Equal((RunState.Running, RunState.Stopped), (after["new"].State, after["disabled"].State));
        Assert.Null(fleet.Find("gone"));
        Assert.Null(bench.Kept("gone"));
        Assert.Equal(["launch"], bench.Host.Launches.Where(launch => launch.Spec.Args.Count > 0).Select(launch => launch.Id));
    }

    [Fact(Timeout = Patience)]
    public async Task The_same_configuration_again_does_nothing()
    {
        await StartAsync(Process("a"), Process("b", "a"));
        await bench.UntilAsync("b", RunState.Running);
        var actions = await fleet.ChangeAsync(Spec(Process("a"), Process("b", "a")));
        Assert.All(actions, action => Assert.Equal(ReloadActionKind.None, action.Action));
        Assert.Equal(2, bench.Host.Launches.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task Those_that_others_depend_on_are_stopped_last()
    {
        await StartAsync(Process("db"), Process("api", "db"), Process("web", "api"), Process("alone"));
        await bench.UntilAsync("web", RunState.Running);
        var trees = bench.Host.Children.ToDictionary(child => child.Identity.Mark.Split('/')[0], child =>
        {
            var tree = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            child.TreeTakes = tree.Task;
            return tree;
        });
        var stop = fleet.StopAsync(Cancelled);
        await bench.UntilAsync("alone", RunState.Stopping);
        foreach (var id in (string[])["web", "api", "db"])
        {
            await bench.UntilAsync(id, RunState.Stopping);
            Assert.All(((string[])["web", "api", "db"]).TakeWhile(other => other != id), earlier => Assert.Equal(RunState.Stopped, bench.Feed.Get(earlier)!.State));
            Assert.All(((string[])["web", "api", "db"]).SkipWhile(other => other != id).Skip(1), later => Assert.Equal(RunState.Running, bench.Feed.Get(later)!.State));
            trees[id].SetResult();
        }

        await bench.UntilAsync("db", RunState.Stopped);
        Assert.False(stop.IsCompleted);
        trees["alone"].SetResult();
        await stop;
        Assert.Empty(bench.Services.Store.Ids());
    }

    [Fact(Timeout = Patience)]
    public async Task One_that_cannot_be_ended_does_not_keep_the_others_from_being_stopped()
    {
        await StartAsync(Process("db"), Process("web", "db"));
        await bench.UntilAsync("web", RunState.Running);
        bench.Host.Last.Survivors = ["stubborn (4711)"];
        await fleet.StopAsync(Cancelled);
        Assert.Equal((RunState.Failed, RunState.Stopped), (bench.Feed.Get("web")!.State, bench.Feed.Get("db")!.State));
        Assert.Equal(["web"], bench.Services.Store.Ids());
        Assert.Contains(bench.Notes.Entries, note => note.Contains("stubborn (4711)", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task Having_no_time_left_kills_everything_that_is_being_stopped()
    {
        await StartAsync(Process("db"), Process("web", "db"));
        await bench.UntilAsync("web", RunState.Running);
        bench.Host.Children.ForEach(child => child.TreeTakes = new TaskCompletionSource().Task);
        using var hurry = new CancellationTokenSource();
        var stop = fleet.StopAsync(hurry.Token);
        await bench.UntilAsync("web", RunState.Stopping);
        await hurry.CancelAsync();
        await stop;
        Assert.All(bench.Host.Children, child => Assert.True(child.WasHurried));
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_stop_and_a_change_that_come_behind_the_stop_are_answered_and_start_nothing()
    {
        await StartAsync(Process("a"));
        var tree = new TaskCompletionSource();
        bench.Host.Last.TreeTakes = tree.Task;
        var first = fleet.StopAsync(Cancelled);
        await bench.UntilAsync("a", RunState.Stopping);
        var second = fleet.StopAsync(Cancelled);
        var change = fleet.ChangeAsync(Spec(Process("a"), Process("new")));
        tree.SetResult();
        await first;
        await second;
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => change);
        Assert.Equal(ErrorCodes.ShuttingDown, refused.Code);
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task Letting_go_leaves_everything_running()
    {
        await StartAsync(Process("a"), Process("b"));
        await fleet.DisposeAsync();
        Assert.All(bench.Host.Children, child => Assert.True(child is { IsTreeAlive: true, EndRequests.Count: 0 }));
        Assert.Equal(["a", "b"], bench.Services.Store.Ids().Order());
    }

    [Theory(Timeout = Patience)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_was_taken_out_of_the_configuration_while_no_server_ran_is_ended(bool recorded, bool alive)
    {
        var identity = new ProcessIdentity("this boot", 4711, 17, 23, "old/mark");
        var child = new FakeChild(identity);
        bench.Host.Running.AddRange(alive ? [child] : Array.Empty<FakeChild>());
        var old = Process("old");
        PidFile.Write(old.Launch.PidFile, 4711);
        var state = new ProcessState { Phase = recorded ? Phase.Running : Phase.Launching, Goal = Goal.Up, Run = recorded ? new Run { Identity = identity } : null };
        bench.Services.Store.Write("old", PersistedState.Of(state, "this boot", "old/mark", old, "digest"));
        await StartAsync(Process("web"));
        Assert.Equal(!alive, child.IsTreeAlive);
        Assert.Equal(alive ? [new EndTreeRequest(15, TimeSpan.FromSeconds(10), true)] : [], child.EndRequests);
        Assert.Equal(alive ? [] : [identity], bench.Host.Leftovers);
        Assert.False(File.Exists(old.Launch.PidFile));
        Assert.Equal(["web"], bench.Services.Store.Ids());
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_survives_of_a_process_that_is_no_longer_configured_is_named_and_its_state_is_kept(bool alive)
    {
        var identity = new ProcessIdentity("this boot", 4711, 17, 23, "old/mark");
        bench.Host.Running.AddRange(alive ? [new FakeChild(identity) { Survivors = ["rock (4712)"] }] : Array.Empty<FakeChild>());
        bench.Host.Survivors = ["rock (4712)"];
        var old = Process("old");
        PidFile.Write(old.Launch.PidFile, 4711);
        var state = new ProcessState { Phase = Phase.Running, Goal = Goal.Up, Run = new Run { Identity = identity } };
        bench.Services.Store.Write("old", PersistedState.Of(state, "this boot", "old/mark", old, "digest"));
        await StartAsync(Process("web"));
        Assert.Contains("Warning: old: is no longer configured and could not be ended; still running: rock (4712)", bench.Notes.Entries);
        Assert.Equal(["old", "web"], bench.Services.Store.Ids().Order());
        Assert.True(File.Exists(old.Launch.PidFile));
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_that_is_no_state_of_ours_is_left_alone()
    {
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "package.json"), "{\"name\":\"mine\"}", Cancelled);
        await StartAsync(Process("web"));
        Assert.True(File.Exists(Path.Combine(bench.Folder, "package.json")));
    }

    [Fact(Timeout = Patience)]
    public async Task The_reason_of_a_change_that_failed_does_not_repeat_the_failure()
    {
        var web = Process("web") with { Replace = new ReplaceSpec { Mode = ReplaceMode.Rolling } };
        await StartAsync(web);
        bench.Host.OnChild = child => child.Exit(7);
        var action = Assert.Single(await fleet.ChangeAsync(Spec(web with { Launch = web.Launch with { Args = ["new"] } })));
        Assert.Equal(
            (ReloadActionKind.Replace, "args changed", "the new program exited with code 7. It has written nothing."), (action.Action, action.Because, action.Failure));
        Assert.Equal("web: replace: args changed; failed: the new program exited with code 7. It has written nothing.", action.ToString());
    }

    private ProcessSpec Process(string id, params string[] dependsOn) => Specs.Process(id, launch: bench.Launch(id), dependsOn: dependsOn);

    private ProcessSpec OneShot(string id) => Specs.Process(id, launch: bench.Launch(id), onExit: false);

    private ProcessesSpec Spec(params ProcessSpec[] all) => new() { All = [.. all], StateDirectory = bench.Folder };

    private Task StartAsync(params ProcessSpec[] all)
    {
        fleet.Open(Spec(all));
        return fleet.StartAsync(Cancelled);
    }
}
