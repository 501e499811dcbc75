using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Dependencies;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Dependencies;

public sealed class DependencyGateTests : IDisposable
{
    private readonly StateFeed feed = new(() => default, new LogNotes());
    private readonly DependencyGate gate;
    private readonly List<MachineEvent> posted = [];

    public DependencyGateTests() => gate = new DependencyGate(feed);

    public void Dispose() => gate.Dispose();

    [Theory]
    [InlineData(HealthState.None, true)]
    [InlineData(HealthState.Healthy, true)]
    [InlineData(HealthState.Unknown, false)]
    [InlineData(HealthState.Unhealthy, false)]
    public void Ready_is_healthy_or_running_without_a_health_check(HealthState health, bool ready)
    {
        Tell("db", RunState.Running, health);
        Await("db");
        Assert.Equal(ready ? [new MachineEvent.DependenciesReady(7)] : [], posted);
    }

    [Fact]
    public void All_of_them_have_to_be_ready_and_it_is_said_once()
    {
        Tell("db", RunState.Starting);
        Tell("cache", RunState.Starting);
        Await("db", "cache");
        Tell("db", RunState.Running);
        Assert.Empty(posted);
        Tell("cache", RunState.Running, HealthState.Unknown);
        Assert.Empty(posted);
        Tell("cache", RunState.Running, HealthState.Healthy);
        Tell("cache", RunState.Running, HealthState.Healthy);
        Tell("db", RunState.Stopped);
        Tell("db", RunState.Running);
        Assert.Equal([new MachineEvent.DependenciesReady(7)], posted);
    }

    [Theory]
    [InlineData(RunState.Stopped, "waits for db, which is stopped")]
    [InlineData(RunState.Failed, "waits for db, which is failed")]
    public void One_that_is_not_coming_up_is_named_and_then_no_more(RunState state, string blocked)
    {
        Tell("db", RunState.Starting);
        Await("db");
        Tell("db", state);
        Tell("db", state);
        Tell("db", RunState.Starting);
        Tell("db", RunState.Running);
        Assert.Equal(
            [new MachineEvent.DependencyBlocked(7, blocked), new MachineEvent.DependencyBlocked(7, null), new MachineEvent.DependenciesReady(7)],
            posted);
    }

    [Theory]
    [InlineData(RunState.Running, HealthState.Healthy, null)]
    [InlineData(RunState.Running, HealthState.None, null)]
    [InlineData(RunState.Running, HealthState.Unknown, "depends on db, which has not been found healthy yet")]
    [InlineData(RunState.Running, HealthState.Unhealthy, "depends on db, which is unhealthy")]
    [InlineData(RunState.Backoff, HealthState.None, "depends on db, which waits for its next start")]
    [InlineData(RunState.Starting, HealthState.None, "depends on db, which is starting")]
    [InlineData(RunState.Stopped, HealthState.None, "waits for db, which is stopped")]
    [InlineData(RunState.Failed, HealthState.None, "waits for db, which is failed")]
    public void What_would_not_start_at_once_is_told_why(RunState state, HealthState health, string? why)
    {
        Tell("db", state, health);
        Tell("cache", RunState.Running);
        Assert.Equal(why, gate.WhyNotNow(["cache", "db"]));
    }

    [Fact]
    public void One_that_backs_off_is_coming_up()
    {
        Tell("db", RunState.Backoff);
        Await("db");
        Assert.Empty(posted);
    }

    [Fact]
    public void One_that_nobody_has_configured_is_named()
    {
        Await("db");
        Assert.Equal([new MachineEvent.DependencyBlocked(7, "waits for db, which is not configured")], posted);
    }

    [Theory]
    [InlineData(RunState.Starting, false, false, null)]
    [InlineData(RunState.Running, false, false, null)]
    [InlineData(RunState.Failed, false, false, "waits for db, which must end with code 0 first and is failed (exited with code 1)")]
    [InlineData(RunState.Stopped, false, false, "waits for db, which must end with code 0 first and is stopped (exited with code 1)")]
    [InlineData(RunState.Stopped, true, true, null)]
    [InlineData(RunState.Running, true, true, null)]
    [InlineData(RunState.Failed, true, true, null)]
    [InlineData(RunState.Stopping, true, false, null)]
    public void What_is_to_end_is_ready_when_it_has_ended_well_and_not_while_it_runs(RunState state, bool hasCompleted, bool isReady, string? blocked)
    {
        feed.Publish(
            ProcessInfoProjection.Of(Specs.Process("db", onExit: false), new ProcessState(), default) with { State = state, Reason = "exited with code 1" },
            new ProcessState { HasCompleted = hasCompleted }, isOneShot: true);
        Await("db");
        Assert.Equal(isReady ? [new MachineEvent.DependenciesReady(7)] : blocked is null ? [] : [new MachineEvent.DependencyBlocked(7, blocked)], posted);
        Assert.Equal(blocked, gate.WhyNotAgain(["db"]));
    }

    [Theory]
    [InlineData(DependencyCondition.Started, HealthState.Unhealthy, false, null)]
    [InlineData(DependencyCondition.Started, HealthState.Unknown, false, null)]
    [InlineData(DependencyCondition.Healthy, HealthState.Unknown, true, "depends on db, which has not been found healthy yet")]
    [InlineData(DependencyCondition.Healthy, HealthState.Healthy, true, null)]
    [InlineData(DependencyCondition.Completed, HealthState.Healthy, false, "depends on db, which must end with code 0 first")]
    [InlineData(DependencyCondition.Completed, HealthState.Healthy, true, null)]
    public void A_condition_that_is_named_decides(DependencyCondition condition, HealthState health, bool hasCompleted, string? why)
    {
        feed.Publish(
            ProcessInfoProjection.Of(Specs.Process("db"), new ProcessState(), default) with { State = RunState.Running, Health = health },
            new ProcessState { HasCompleted = hasCompleted });
        Dependency on = new("db", condition);
        Await(on);
        Assert.Equal(why is null ? [new MachineEvent.DependenciesReady(7)] : [], posted);
        Assert.Equal(why, gate.WhyNotNow([on]));
    }

    [Fact]
    public void One_that_is_stopped_to_be_started_again_is_coming_up()
    {
        var restarting = new ProcessState { Phase = Phase.Stopping, Goal = Goal.Up, Ending = new Ending(AfterStop.Start, "") };
        feed.Publish(ProcessInfoProjection.Of(Specs.Process("db"), restarting, default), restarting);
        Await("db");
        Assert.Empty(posted);
        Assert.Null(gate.WhyNotAgain(["db"]));
    }

    [Fact]
    public void Who_was_forgotten_hears_nothing()
    {
        Tell("db", RunState.Starting);
        Await("db");
        gate.Forget("web");
        Tell("db", RunState.Running);
        Assert.Empty(posted);
    }

    [Fact]
    public void Awaiting_anew_replaces_the_earlier_wait()
    {
        Tell("db", RunState.Starting);
        Await("db");
        gate.Await("web", ["db"], 8, Post);
        Tell("db", RunState.Running);
        Assert.Equal([new MachineEvent.DependenciesReady(8)], posted);
    }

    [Fact(Timeout = 20_000)]
    public async Task Readiness_is_never_missed_when_it_comes_while_somebody_begins_to_wait()
    {
        for (var round = 0; round < 500; round++)
        {
            var id = $"db{round}";
            var ready = new TaskCompletionSource();
            Tell(id, RunState.Starting);
            var publishing = Task.Run(() => Tell(id, RunState.Running), TestContext.Current.CancellationToken);
            gate.Await("web", [id], round, _ =>
            {
                ready.TrySetResult();
                return ValueTask.CompletedTask;
            });
            await publishing;
            Assert.True(ready.Task.IsCompleted);
        }
    }

    private void Tell(string id, RunState state, HealthState health = HealthState.None) => feed.Publish(
        ProcessInfoProjection.Of(Specs.Process(id), new ProcessState(), default) with { State = state, Health = health }, new ProcessState());

    private void Await(params Dependency[] on) => gate.Await("web", on, 7, Post);

    private ValueTask Post(MachineEvent news)
    {
        posted.Add(news);
        return ValueTask.CompletedTask;
    }
}
