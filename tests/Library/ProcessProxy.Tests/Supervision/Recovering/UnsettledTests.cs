using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Recovering;

/// <summary>Something of an earlier run may be alive that cannot be told, ended or written down: nothing is doubled, and it is looked at again.</summary>
public sealed class UnsettledTests : IDisposable
{
    private const int Patience = 20_000;
    private static readonly ProcessIdentity Identity = new("this boot", 4711, 17, 23, "web/mark");
    private static readonly IOException TooManyFiles = new("The server has too many open files.");
    private readonly Bench bench = new();
    private readonly ProcessSpec spec;

    public UnsettledTests() => spec = Specs.Process(launch: bench.Launch("web"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact(Timeout = Patience)]
    public async Task What_cannot_be_told_for_a_moment_is_adopted_when_it_can()
    {
        Record(Phase.Running, Identity);
        bench.Host.Running.Add(new FakeChild(Identity));
        bench.Host.Unseen = TooManyFiles;
        await using var runner = bench.Recovering(spec);

        // In steps that are small beside the time after which it is given up, however slow the looks are.
        await Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(1)), () => bench.Host.Looks >= 3);
        Assert.False(runner.Recovered.IsCompleted);
        bench.Host.Unseen = null;
        await AdvanceAsync(() => runner.Recovered.IsCompleted);
        Assert.Equal(4711, (await bench.UntilAsync("web", RunState.Running)).Pid);
        Assert.Empty(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task What_shows_nothing_that_tells_whether_it_is_the_run_is_neither_touched_nor_doubled()
    {
        Record(Phase.Running, Identity);
        bench.Host.Unseen = new UnprovenRunException("Process 4711 shows nothing.");
        await using var runner = bench.Recovering(spec);
        await AdvanceAsync(() => runner.Recovered.IsCompleted);
        Assert.EndsWith("Process 4711 shows nothing.", (await bench.UntilAsync("web", RunState.Failed)).Reason, StringComparison.Ordinal);
        Assert.Empty(bench.Host.Launches);
        Assert.Empty(bench.Host.Leftovers);
    }

    [Fact(Timeout = Patience)]
    public async Task What_cannot_be_told_is_neither_killed_nor_doubled_and_the_next_start_adopts_it()
    {
        Record(Phase.Running, Identity);
        var before = bench.Kept("web");
        var child = new FakeChild(Identity);
        bench.Host.Running.Add(child);
        bench.Host.Unseen = TooManyFiles;
        await using var runner = bench.Recovering(spec);
        await AdvanceAsync(() => runner.Recovered.IsCompleted);
        Assert.Contains("too many open files", (await bench.UntilAsync("web", RunState.Failed)).Reason, StringComparison.Ordinal);
        Assert.True(child.IsTreeAlive);
        Assert.Equal(before, bench.Kept("web"));

        bench.Host.Unseen = null;
        var started = await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        Assert.Equal((RunState.Running, 4711, true), (started.State, started.Pid, started.IsReconnected));
        Assert.Empty(bench.Host.Launches);
        Assert.Empty(bench.Host.Leftovers);
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_of_what_cannot_be_told_looks_again_and_doubles_nothing(bool isSeen)
    {
        Record(Phase.Running, Identity);
        var child = new FakeChild(Identity);
        bench.Host.Running.Add(child);
        bench.Host.Unseen = TooManyFiles;
        await using var runner = bench.Recovering(spec);
        await AdvanceAsync(() => runner.Recovered.IsCompleted);
        bench.Host.Unseen = isSeen ? null : TooManyFiles;
        var changed = spec with { Launch = spec.Launch with { Args = ["new"] } };
        var change = runner.ConfigureAsync(changed, new MachineEvent.Relaunch("a test"), Cancelled);
        await AdvanceAsync(() => change.IsCompleted);
        Assert.Equal(isSeen ? RunState.Running : RunState.Failed, bench.Feed.Get("web")!.State);
        Assert.Equal((!isSeen, isSeen ? 1 : 0), (child.IsTreeAlive, bench.Host.Launches.Count));
    }

    [Theory(Timeout = Patience)]
    [InlineData("Start")]
    [InlineData("Restart")]
    [InlineData("Stop")]
    public async Task While_it_cannot_be_told_commands_are_refused_with_the_reason(string command)
    {
        Record(Phase.Running, Identity);
        bench.Host.Unseen = TooManyFiles;
        await using var runner = bench.Recovering(spec);
        await AdvanceAsync(() => runner.Recovered.IsCompleted);
        var given = runner.CommandAsync(Enum.Parse<CommandKind>(command), "a test", Cancelled);
        await AdvanceAsync(() => given.IsCompleted);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => given);
        Assert.Equal(ErrorCodes.Conflict, refused.Code);
        Assert.Contains("too many open files", refused.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Host.Launches);
    }

    [Theory(Timeout = Patience)]
    [InlineData("Stopped", false)]
    [InlineData("Failed", false)]
    [InlineData("Running", true)]
    [InlineData("Stopping", true)]
    public async Task A_run_of_a_server_that_could_not_write_its_state_is_found_by_the_log(string phase, bool hasIdentity)
    {
        Record(Enum.Parse<Phase>(phase), hasIdentity ? Identity : null);
        var later = new FakeChild(Identity with { Pid = 4712, Mark = "web/later" });
        bench.Host.Running.Add(later);
        bench.Host.Held = _ => later.IsTreeAlive;
        await using var runner = bench.Recovering(spec);
        Assert.Equal(4712, (await bench.UntilAsync("web", RunState.Running)).Pid);
        Assert.Empty(bench.Host.Launches);
        Assert.True(later.IsTreeAlive);
    }

    [Fact(Timeout = Patience)]
    public async Task What_the_dead_run_left_behind_is_no_run_of_its_own_though_it_holds_the_log()
    {
        Record(Phase.Running, Identity);
        var leftover = new FakeChild(Identity with { Pid = 4712 });
        bench.Host.Running.Add(leftover);
        bench.Host.Held = _ => bench.Host.Leftovers.Count == 0;
        await using var runner = bench.Recovering(spec);
        await bench.UntilAsync("web", RunState.Backoff);
        await runner.Recovered; // The state is shown before what it leads to is done.
        Assert.Equal([Identity], bench.Host.Leftovers);
        Assert.True(leftover.IsDisposed);
    }

    [Fact(Timeout = Patience)]
    public async Task What_could_not_be_ended_is_ended_by_the_next_stop()
    {
        await using var runner = bench.Runner(spec);
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var child = bench.Host.Last;
        bench.Host.Running.Add(child);
        child.Survivors = ["stubborn (4711)"];
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => runner.CommandAsync(CommandKind.Stop, "a test", Cancelled));
        Assert.Contains("stubborn (4711)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(child.Identity, bench.Kept("web")?.Identity);

        var again = new FakeChild(child.Identity);
        bench.Host.Running[0] = again;
        Assert.Equal(RunState.Stopped, (await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled)).State);
        Assert.False(again.IsTreeAlive);
        Assert.Single(bench.Host.Launches);
    }

    [Fact(Timeout = Patience)]
    public async Task What_could_not_be_ended_and_has_ended_since_unseen_keeps_no_command_waiting()
    {
        await using var runner = bench.Runner(spec);
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var child = bench.Host.Last;
        child.Survivors = ["stubborn (4711)"];
        await Assert.ThrowsAsync<ProcessProxyException>(() => runner.CommandAsync(CommandKind.Stop, "a test", Cancelled));

        // It was let go of, so it never tells of its end.
        Assert.False(child.Ended.IsCompleted);
        Assert.Equal(RunState.Stopped, (await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled)).State);
        Assert.Equal([child.Identity], bench.Host.Leftovers);
    }

    [Fact(Timeout = Patience)]
    public async Task A_state_that_could_not_be_written_is_written_later()
    {
        Directory.CreateDirectory(Path.Combine(bench.Folder, "web.state"));
        await using var runner = bench.Runner(spec);
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        Assert.Contains(bench.Notes.Entries, note => note.Contains("could not be saved", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(bench.Folder, "web.state"));
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.SettledAsync(runner, spec);
        Assert.Equal((Phase.Running, bench.Host.Last.Identity), (bench.Kept("web")?.Phase, bench.Kept("web")?.Identity));
    }

    private void Record(Phase phase, ProcessIdentity? identity)
    {
        var state = new ProcessState { Phase = phase, Goal = Goal.Up, Run = identity is null ? null : new Run { Identity = identity }, Reason = "as it was" };
        bench.Services.Store.Write("web", PersistedState.Of(state, "this boot", identity?.Mark, spec, LaunchDigest.Of(spec)));
    }

    private Task AdvanceAsync(Func<bool> isDone) => Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(50)), isDone, "it has happened");
}
