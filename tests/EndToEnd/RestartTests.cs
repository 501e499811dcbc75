using System.Globalization;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>When a process is started again, how often and after how long; told by the times that the processes write themselves.</summary>
public sealed class RestartTests(RestartTests.Fixture fixture) : IClassFixture<RestartTests.Fixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Project Project => fixture.Project;

    private HttpProcessClient Client => fixture.Client;

    [Fact(Timeout = 60_000)]
    public async Task The_delay_is_waited_once_and_the_budget_spent_exactly()
    {
        var failed = await fixture.Server.WaitForAsync("crashing", RunState.Failed);
        Assert.Equal(3, Starts("crashing").Count);
        Assert.All(Gaps("crashing"), gap => Assert.InRange(gap, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)));
        Assert.Equal((2, 0, true), (failed.RestartCount, failed.RestartsLeft, failed.CrashLooping));
        Assert.Equal(1, failed.LastExit?.Code);
        Assert.Contains("maxRestarts", failed.Reason, StringComparison.Ordinal);
        Assert.Null(failed.NextRestartAt);
        Assert.False(File.Exists(failed.PidFile));

        Project.Write("crashing-mended", "");
        var started = await Client.StartAsync("crashing", Cancelled);
        Assert.Equal((RunState.Running, 2, false), (started.State, started.RestartsLeft, started.CrashLooping));
        Assert.Single(Project.InstancesOf("crashing"), pid => Machine.Session(pid) == pid);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_maxRestarts_0_it_is_never_restarted()
    {
        var failed = await fixture.Server.WaitForAsync("never", RunState.Failed);
        Assert.Single(Starts("never"));
        Assert.Equal(0, failed.RestartsLeft);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("off", RunState.Failed, 4)]
    [InlineData("clean", RunState.Stopped, 0)]
    public async Task Without_restartOnExit_an_end_is_the_end(string id, RunState state, int code)
    {
        var ended = await fixture.Server.WaitForAsync(id, state);
        Assert.Equal(code, ended.LastExit?.Code);
        Assert.Single(Starts(id));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exponential_delay_doubles_up_to_its_limit()
    {
        await fixture.Server.WaitForAsync("doubling", RunState.Failed);
        var gaps = Gaps("doubling");
        int[] expected = [200, 400, 800, 1000, 1000, 1000, 1000];
        Assert.Equal(expected.Length, gaps.Count);
        Assert.All(gaps.Zip(expected), pair => Assert.True(pair.First >= TimeSpan.FromMilliseconds(pair.Second), $"{pair.First} instead of {pair.Second} ms"));

        // Without a limit the last one would take 12.8 seconds.
        Assert.InRange(gaps[^1], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_lasts_resetAfter_gives_the_budget_back()
    {
        await Wait.Until(() => Starts("lasting").Count >= 4, "it was restarted more often than maxRestarts");
        Assert.Contains((await Client.GetAsync("lasting", Cancelled)).State, new[] { RunState.Running, RunState.Backoff, RunState.Starting });
        await Client.StopAsync("lasting", Cancelled);
    }

    [Fact(Timeout = 60_000)]
    public async Task Restarts_by_the_operator_spend_nothing()
    {
        var pids = new HashSet<int?>();
        for (var i = 0; i < 4; i++)
        {
            var restarted = await Client.RestartAsync("operated", Cancelled);
            Assert.Equal((RunState.Running, 0, 1), (restarted.State, restarted.RestartCount, restarted.RestartsLeft));
            Assert.True(pids.Add(restarted.Pid));
            Assert.Equal([restarted.Pid!.Value], Project.InstancesOf("operated"));
            Assert.NotNull(restarted.LastRestartTime);
        }

        await Client.StopAsync("operated", Cancelled);
        Assert.Equal(1, (await Client.StartAsync("operated", Cancelled)).RestartsLeft);
    }

    [Fact(Timeout = 60_000)]
    public async Task While_it_waits_it_says_when_the_next_attempt_is_and_a_start_does_not_wait_for_it()
    {
        var waiting = await fixture.Server.WaitForAsync("waiting", RunState.Backoff);
        Assert.False(waiting.IsRunning);
        Assert.InRange(waiting.NextRestartAt!.Value - waiting.Since, TimeSpan.FromSeconds(599), TimeSpan.FromSeconds(601));
        Assert.Equal("exited with code 3", waiting.Reason);
        Project.Write("waiting-mended", "");
        Assert.Equal(RunState.Running, (await Client.StartAsync("waiting", Cancelled)).State);

        // It runs from its launch on; a moment later it says so itself.
        await Wait.Until(() => Starts("waiting").Count == 2, "its second start is written");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_stopped_while_it_waits_for_its_next_attempt_is_not_started()
    {
        await Client.StartAsync("abandoned", Cancelled);
        await fixture.Server.WaitForAsync("abandoned", RunState.Backoff);
        var stopped = await Client.StopAsync("abandoned", Cancelled);
        Assert.Equal((RunState.Stopped, (DateTimeOffset?)null), (stopped.State, stopped.NextRestartAt));
        var starts = Starts("abandoned");

        // One that waits as long and began later has had its second start: then the time is over.
        await Client.StartAsync("pacer", Cancelled);
        await Wait.Until(() => Starts("pacer").Count >= 2, "the pacer is started again");
        Assert.Equal(starts, Starts("abandoned"));
        Assert.Empty(Project.InstancesOf("abandoned"));
    }

    private List<TimeSpan> Starts(string id) =>
        [.. Project.Lines($"{id}-starts").Select(line => TimeSpan.FromTicks(long.Parse(line, CultureInfo.InvariantCulture) / 100))];

    private List<TimeSpan> Gaps(string id)
    {
        var starts = Starts(id);
        return [.. starts.Skip(1).Zip(starts, (later, earlier) => later - earlier)];
    }

    public sealed class Fixture : SharedServer
    {
        protected override Task PrepareAsync()
        {
            Project
                .Write("run.sh", """
                    date +%s%N >> $PROCESSPROXY_ID-starts
                    [ -e $PROCESSPROXY_ID-mended ] && exec sleep 1000
                    exit $1
                    """)
                .Configure("""
                    crashing: { command: "sh", args: ["run.sh", 1], restartDelay: 4000, maxRestarts: 2 }
                    never: { command: "sh", args: ["run.sh", 1], restartDelay: 0, maxRestarts: 0 }
                    off: { command: "sh", args: ["run.sh", 4], restartDelay: 0, restartOnExit: false }
                    clean: { command: "sh", args: ["run.sh", 0], restartDelay: 0, restartOnExit: false }
                    doubling: { command: "sh", args: ["run.sh", 1], restartDelay: 200, maxRestartDelay: 1000, restartBackoff: "exponential", maxRestarts: 7 }
                    lasting: { command: "sh", args: ["-c", "sh run.sh 0; sleep 0.7; exit 1"], restartDelay: 0, maxRestarts: 1, resetAfter: 150 }
                    operated: { command: "sleep", args: ["1000"], maxRestarts: 1 }
                    waiting: { command: "sh", args: ["run.sh", 3], restartDelay: 600000 }
                    abandoned: { command: "sh", args: ["run.sh", 1], restartDelay: 500, enabled: false }
                    pacer: { command: "sh", args: ["run.sh", 1], restartDelay: 500, maxRestarts: 1, enabled: false }
                    """);
            return Task.CompletedTask;
        }
    }
}
