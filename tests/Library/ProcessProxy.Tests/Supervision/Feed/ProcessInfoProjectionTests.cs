using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Feed;

public sealed class ProcessInfoProjectionTests
{
    private static readonly DateTimeOffset Noon = new(2031, 3, 7, 12, 0, 0, TimeSpan.Zero);
    private static readonly Now Moment = new(TimeSpan.FromSeconds(100), Noon);
    private static readonly ProcessState Up = new()
    {
        Phase = Phase.Running, Goal = Goal.Up, Failures = 2,
        Run = new Run { Identity = new("boot", 4711, 1, 1, "mark"), StartedAt = Noon, Since = TimeSpan.FromSeconds(-20), Health = HealthRecord.Unknown },
    };

    [Theory]
    [InlineData("Stopped", RunState.Stopped, false)]
    [InlineData("Waiting", RunState.Starting, false)]
    [InlineData("Launching", RunState.Starting, false)]
    [InlineData("Running", RunState.Running, true)]
    [InlineData("Stopping", RunState.Stopping, true)]
    [InlineData("Backoff", RunState.Backoff, false)]
    [InlineData("Failed", RunState.Failed, false)]
    public void Every_phase_is_shown(string phase, RunState shown, bool runs)
    {
        var state = Up with { Phase = Enum.Parse<Phase>(phase), Pause = shown == RunState.Backoff ? new Pause(Noon, IsOver: false) : null };
        var info = ProcessInfoProjection.Of(Specs.Process(), state, Moment);
        Assert.Equal((shown, runs), (info.State, info.IsRunning));
        Assert.Equal(runs ? (4711, Noon, TimeSpan.FromSeconds(120)) : default((int?, DateTimeOffset?, TimeSpan?)), (info.Pid, info.StartTime, info.Uptime));
        Assert.Equal(shown == RunState.Backoff ? Noon : null, info.NextRestartAt);
        Assert.Equal((2, 8), (info.RestartCount, info.RestartsLeft));
    }

    [Fact]
    public void A_program_that_has_ended_is_not_shown_as_running_while_its_tree_is_cleared()
    {
        var info = ProcessInfoProjection.Of(Specs.Process(), Up with { Phase = Phase.Stopping, Run = Up.Run! with { HasExited = true } }, Moment);
        Assert.Equal((RunState.Stopping, false, null), (info.State, info.IsRunning, info.Pid));
    }

    [Theory]
    [InlineData("Running", 1, false)]
    [InlineData("Backoff", 1, false)]
    [InlineData("Backoff", 2, true)]
    [InlineData("Running", 2, true)]
    [InlineData("Failed", 10, true)]
    [InlineData("Failed", 1, true)]
    [InlineData("Failed", 0, false)]
    [InlineData("Stopped", 7, false)]
    public void Two_failed_runs_in_a_row_are_a_crash_loop(string phase, int failures, bool isLoop) =>
        Assert.Equal(isLoop, ProcessInfoProjection.Of(Specs.Process(), Up with { Phase = Enum.Parse<Phase>(phase), Failures = failures }, Moment).CrashLooping);

    [Fact]
    public void Values_of_the_environment_are_never_shown_and_nothing_else_is_masked()
    {
        var launch = Specs.Launch("web") with { Env = new ValueMap([new("TOKEN", "hunter2"), new("EMPTY", "")]), Args = ["a", "b"] };
        var info = ProcessInfoProjection.Of(Specs.Process(launch: launch), Up, Moment);
        Assert.Equal([("EMPTY", "***"), ("TOKEN", "***")], info.Env.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
        Assert.Equal(["a", "b"], info.Args);
    }

    [Theory]
    [InlineData(false, "Running", HealthState.None)]
    [InlineData(true, "Running", HealthState.Healthy)]
    [InlineData(true, "Stopped", HealthState.Unknown)]
    [InlineData(true, "Backoff", HealthState.Unknown)]
    public void Health_is_that_of_a_run(bool hasCheck, string phase, HealthState shown)
    {
        var state = Up with { Phase = Enum.Parse<Phase>(phase), Run = Up.Run! with { Health = new HealthRecord(HealthState.Healthy, 0, true, null) } };
        Assert.Equal(shown, ProcessInfoProjection.Of(Specs.Process(healthCheck: hasCheck ? Specs.HealthCheck() : null), state, Moment).Health);
    }
}
