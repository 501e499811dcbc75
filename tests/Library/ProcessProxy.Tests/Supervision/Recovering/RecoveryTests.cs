using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Recovering;

/// <summary>What the next server makes of what the last one left: every phase, alive or dead, of this boot or another, changed or not.</summary>
public sealed class RecoveryTests : IDisposable
{
    private const int Patience = 20_000;
    private static readonly ProcessIdentity Identity = new("this boot", 4711, 17, 23, "web/mark");
    private readonly Bench bench = new();
    private readonly ProcessSpec spec;

    public RecoveryTests() => spec = Specs.Process(launch: bench.Launch("web"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Theory(Timeout = Patience)]
    [InlineData("Running", "Up", RunState.Running, "reconnected: it was running already", 0)]
    [InlineData("Stopping", "Down", RunState.Stopped, "stopped by the server, as its predecessor died during the stop", 0)]
    [InlineData("Stopping", "Up", RunState.Running, "restarted by the server, as its predecessor died during a restart or a shutdown", 1)]
    public async Task One_that_still_runs_is_adopted_and_what_was_begun_is_finished(string phase, string goal, RunState state, string reason, int launches)
    {
        Keep(phase, goal, Identity);
        var child = new FakeChild(Identity, TimeSpan.FromSeconds(50));
        bench.Host.Running.Add(child);
        var info = await RecoverAsync(spec, state);
        Assert.Equal((reason, launches), (info.Reason, bench.Host.Launches.Count));
        Assert.Equal(state == RunState.Running && launches == 0, child.IsTreeAlive);
        if (launches == 0 && state == RunState.Running)
        {
            Assert.Equal((4711, TimeSpan.FromSeconds(50), true, 4), (info.Pid, info.Uptime, info.IsReconnected, info.RestartCount));
            Assert.Equal(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), info.StartTime);
            Assert.Equal(["web resumed"], bench.LogCalls);
            Assert.Equal("4711\n", await File.ReadAllTextAsync(spec.Launch.PidFile, Cancelled));
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData("Running", "Up", RunState.Backoff, "ended while no server was watching (unobserved exit)", 5)]
    [InlineData("Stopping", "Down", RunState.Stopped, "stopped by the server, as its predecessor died during the stop", null)]
    [InlineData("Stopping", "Up", RunState.Running, null, 0)]
    [InlineData("Backoff", "Up", RunState.Backoff, "exited with code 3", 4)]
    public async Task One_that_has_died_since_follows_its_policy_and_its_leftovers_are_ended(
        string phase, string goal, RunState state, string? reason, int? restarts)
    {
        Keep(phase, goal, Identity);
        var info = await RecoverAsync(spec, state);
        Assert.Equal(reason ?? info.Reason, info.Reason);
        Assert.Equal(restarts ?? info.RestartCount, info.RestartCount);
        Assert.Equal([Identity], bench.Host.Leftovers);
    }

    [Fact(Timeout = Patience)]
    public async Task What_survives_of_a_dead_one_keeps_the_next_from_being_started()
    {
        Keep("Running", "Up", Identity);
        bench.Host.Survivors = ["stubborn (4712)"];
        var info = await RecoverAsync(spec, RunState.Failed);
        Assert.Contains("stubborn (4712)", info.Reason, StringComparison.Ordinal);
        Assert.Empty(bench.Host.Launches);
    }

    [Theory(Timeout = Patience)]
    [InlineData("Stopped", "Down", true, false, RunState.Stopped, 0)]
    [InlineData("Stopped", "Down", true, true, RunState.Stopped, 0)]
    [InlineData("Stopped", "Down", false, false, RunState.Stopped, 0)]
    [InlineData("Stopped", "Down", false, true, RunState.Running, 1)]
    [InlineData("Failed", "Down", false, false, RunState.Failed, 0)]
    [InlineData("Failed", "Down", false, true, RunState.Running, 1)]
    [InlineData("Backoff", "Up", false, false, RunState.Running, 1)]
    [InlineData("Waiting", "Up", false, false, RunState.Running, 1)]
    public async Task One_at_rest_stays_so_unless_what_it_is_launched_with_changed(
        string phase, string goal, bool byOperator, bool changed, RunState state, int launches)
    {
        Keep(phase, goal, null, kept => kept with { StoppedByOperator = byOperator, Launch = changed ? "another" : kept.Launch });
        var info = await RecoverAsync(spec, state);
        Assert.Equal(launches, bench.Host.Launches.Count);
        Assert.Equal(changed ? 0 : 4, info.RestartCount);
        Assert.Equal(new ProcessExit(3, null, default), info.LastExit! with { At = default });
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_changed_launch_replaces_the_one_that_runs_and_forgets_the_failures(bool alive)
    {
        Keep("Running", "Up", Identity, kept => kept with { Launch = "another", Failures = 10 });
        var child = new FakeChild(Identity);
        if (alive)
        {
            bench.Host.Running.Add(child);
        }

        var recovering = RecoverAsync(spec, RunState.Running);
        if (!alive)
        {
            await bench.UntilAsync("web", RunState.Backoff);
            // The state is shown before its timer is set, so the clock goes on until that has rung.
            await Wait.Passing(() => bench.Time.Advance(TimeSpan.FromSeconds(2)), () => recovering.IsCompleted);
        }

        Assert.True((await recovering).RestartCount <= 1);
        Assert.Equal(alive, !child.IsTreeAlive);
        Assert.Single(bench.Host.Launches);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_was_disabled_meanwhile_is_stopped(bool alive)
    {
        Keep("Running", "Up", Identity);
        bench.Host.Running.AddRange(alive ? [new FakeChild(Identity)] : Array.Empty<FakeChild>());
        var info = await RecoverAsync(spec with { Enabled = false }, RunState.Stopped);
        Assert.Equal("stopped by a change of its configuration while no server ran", info.Reason);
        Assert.Empty(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task One_that_was_enabled_meanwhile_is_started()
    {
        Keep("Stopped", "Down", null, kept => kept with { Enabled = false });
        await RecoverAsync(spec, RunState.Running);
    }

    [Fact(Timeout = Patience)]
    public async Task One_that_an_operator_started_though_it_is_disabled_is_adopted()
    {
        Keep("Running", "Up", Identity, kept => kept with { Enabled = false });
        bench.Host.Running.Add(new FakeChild(Identity));
        Assert.True((await RecoverAsync(spec with { Enabled = false }, RunState.Running)).IsReconnected);
    }

    [Theory(Timeout = Patience)]
    [InlineData("Running", "Up")]
    [InlineData("Stopping", "Down")]
    [InlineData("Launching", "Up")]
    [InlineData("Stopped", "Down")]
    [InlineData("Failed", "Down")]
    public async Task After_another_boot_everything_starts_afresh_and_nobody_is_signalled(string phase, string goal)
    {
        Keep(phase, goal, Identity with { BootId = "another boot" }, kept => kept with { BootId = "another boot", StoppedByOperator = phase == "Stopped" });
        var info = await RecoverAsync(spec, RunState.Running);
        Assert.Equal((0, null, 1), (info.RestartCount, info.LastExit, bench.Host.Launches.Count));
        Assert.Empty(bench.Host.Leftovers);
    }

    [Fact(Timeout = Patience)]
    public async Task A_launch_that_was_not_recorded_is_found_by_its_mark()
    {
        Keep("Launching", "Up", null);
        bench.Host.Running.Add(new FakeChild(Identity));
        Assert.Equal(4711, (await RecoverAsync(spec, RunState.Running)).Pid);
        Assert.Empty(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_launch_that_shows_its_mark_late_is_not_doubled()
    {
        Keep("Launching", "Up", null);
        bench.Host.FoundLate = new FakeChild(Identity);
        Assert.Equal(4711, (await RecoverAsync(spec, RunState.Running)).Pid);
        Assert.Empty(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task A_launch_that_never_came_about_is_made()
    {
        Keep("Launching", "Up", null);
        Assert.Equal(4, (await RecoverAsync(spec, RunState.Running)).RestartCount);
        Assert.Single(bench.Host.Launches);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_somebody_unknown_holds_the_log_nothing_is_started_and_that_is_said(bool hasRecord)
    {
        if (hasRecord)
        {
            Keep("Launching", "Up", null);
        }

        bench.Host.Held = _ => true;
        var before = bench.Time.GetUtcNow();
        var recovering = RecoverAsync(spec, RunState.Failed);
        await Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(50)), () => recovering.IsCompleted);

        Assert.Contains($"its log {spec.Launch.Log.File} is held open by a program that could not be identified", (await recovering).Reason, StringComparison.Ordinal);
        Assert.Empty(bench.Host.Launches);
        Assert.True(bench.Time.GetUtcNow() - before >= TimeSpan.FromSeconds(5));
    }

    [Fact(Timeout = Patience)]
    public async Task Without_a_record_one_that_writes_to_the_log_is_adopted()
    {
        var child = new FakeChild(Identity, TimeSpan.FromSeconds(7));
        bench.Host.Running.Add(child);
        bench.Host.Held = _ => child.IsTreeAlive;
        var info = await RecoverAsync(spec, RunState.Running);
        Assert.Equal((4711, TimeSpan.FromSeconds(7), bench.Time.GetUtcNow() - TimeSpan.FromSeconds(7)), (info.Pid, info.Uptime, info.StartTime));
    }

    [Fact(Timeout = Patience)]
    public async Task A_command_that_comes_before_the_recovery_waits_for_it_and_starts_no_second_instance()
    {
        Keep("Running", "Up", Identity);
        bench.Host.Running.Add(new FakeChild(Identity));
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var runner = new ProcessRunner(spec, bench.Services, begin.Task, "the server at its start");
        var command = runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        Assert.False(command.IsCompleted);
        begin.SetResult();
        Assert.Equal((RunState.Running, 4711), ((await command).State, (await command).Pid));
        Assert.Empty(bench.Host.Launches);
    }

    [Theory(Timeout = Patience)]
    [InlineData("1\n")]
    [InlineData("garbage")]
    [InlineData("999\n")]
    public async Task A_pid_file_is_never_believed(string content)
    {
        await File.WriteAllTextAsync(spec.Launch.PidFile, content, Cancelled);
        bench.Host.Running.Add(new FakeChild(new ProcessIdentity("this boot", 999, 1, 1, "stranger/mark")));
        await RecoverAsync(spec, RunState.Running);
        Assert.Single(bench.Host.Launches);
        Assert.True(bench.Host.Running[0].IsTreeAlive);
        Assert.Contains(bench.Notes.Entries, note => note.StartsWith("Warning", StringComparison.Ordinal) && note.Contains("web.pid", StringComparison.Ordinal));
    }

    private void Keep(string phase, string goal, ProcessIdentity? identity, Func<PersistedState, PersistedState>? change = null)
    {
        var state = new ProcessState
        {
            Phase = Enum.Parse<Phase>(phase), Goal = Enum.Parse<Goal>(goal), Failures = 4, Reason = "as it was", LastExit = new ProcessExit(3, null, default),
            Run = identity is null ? null : new Run { Identity = identity, StartedAt = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        };
        var kept = PersistedState.Of(state, "this boot", "web/mark", spec, LaunchDigest.Of(spec));
        bench.Services.Store.Write("web", change?.Invoke(kept) ?? kept);
    }

    private async Task<ProcessInfo> RecoverAsync(ProcessSpec now, RunState until)
    {
        await using var runner = bench.Recovering(now);
        await runner.Recovered;
        return await bench.UntilAsync("web", until);
    }
}
