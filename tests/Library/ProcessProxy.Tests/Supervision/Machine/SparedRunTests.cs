using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>A run that should be replaced is left running while what it depends on is down: ended, it could not start again.</summary>
public sealed class SparedRunTests
{
    private const string Down = "waits for db, which is failed";
    private const long Limit = 512 << 20;
    private const long Above = 612 << 20;
    private readonly MachineDriver machine = new(Specs.Process(dependsOn: "db", healthCheck: Specs.HealthCheck(retries: 2), maxMemory: Limit));

    public SparedRunTests() => machine.Start().Send(new MachineEvent.DependenciesReady(1)).Launched().Probed(ok: true);

    [Fact]
    public void A_restart_is_refused_only_while_it_would_end_what_could_not_start_again()
    {
        var restart = new MachineEvent.Restart("a test", Down);
        var running = machine.State;
        machine.Send(restart);
        Assert.Equal(running, machine.State);
        Assert.Equal([new MachineEffect.Refuse($"is left running and not restarted, as it could not start again: it {Down}")], machine.Effects);

        machine.Stop().Send(restart);
        Assert.Empty(machine.Effects);
        machine.Exited(0).TreeEnded();
        Assert.Equal((Phase.Waiting, 2), (machine.State.Phase, machine.State.Generation));
    }

    [Fact]
    public void An_unhealthy_run_is_left_running_and_says_why()
    {
        machine.Probed(ok: false, Down);
        Assert.Equal(HealthState.Healthy, machine.State.Health.State);
        machine.Probed(ok: false, Down);
        Assert.Equal((Phase.Running, HealthState.Unhealthy, 0), (machine.State.Phase, machine.State.Health.State, machine.State.Failures));
        Assert.EndsWith("left running, as it could not start again now: it waits for db, which is failed", machine.State.Reason, StringComparison.Ordinal);

        var said = machine.State.Reason;
        for (var i = 0; i < 10; i++)
        {
            machine.Probed(ok: false, Down);
        }

        Assert.Equal((Phase.Running, said), (machine.State.Phase, machine.State.Reason));
    }

    [Fact]
    public void It_has_as_many_probes_as_ever_to_recover_when_its_dependency_is_back()
    {
        machine.Probed(ok: false, Down).Probed(ok: false, Down).Probed(ok: false, Down);
        machine.Probed(ok: false);
        Assert.Equal(Phase.Running, machine.State.Phase);
        machine.Probed(ok: false);
        Assert.Equal((Phase.Stopping, 1), (machine.State.Phase, machine.State.Failures));
    }

    [Fact]
    public void Its_reason_stays_true_while_it_is_left_running()
    {
        machine.Probed(ok: false, Down).Probed(ok: false, Down).Probed(ok: false, "waits for cache, which is stopped");
        Assert.EndsWith("it could not start again now: it waits for cache, which is stopped", machine.State.Reason, StringComparison.Ordinal);
        machine.Probed(ok: false);
        Assert.EndsWith("left running, as what it depends on is ready again and its failed probes are counted from zero", machine.State.Reason, StringComparison.Ordinal);
        machine.Probed(ok: false, Down).Probed(ok: false);
        Assert.Equal((Phase.Running, 6), (machine.State.Phase, machine.State.Health.Failures));
        machine.Probed(ok: false);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
    }

    [Fact]
    public void Restarts_that_are_spent_are_not_given_back_while_it_is_left_running_for_want_of_them()
    {
        var one = new MachineDriver(Specs.Process(maxRestarts: 1, healthCheck: Specs.HealthCheck(retries: 1)));
        one.Run().Probed(ok: true).Probed(ok: false).Exited(143).TreeEnded().RestartDue().Launched().Probed(ok: true).Probed(ok: false);
        Assert.EndsWith("left running, as no restart is left (maxRestarts 1)", one.State.Reason, StringComparison.Ordinal);
        one.Pass(one.Spec.Restart.ResetAfter).Lasted().Probed(ok: false).Probed(ok: false);
        Assert.Equal((Phase.Running, 1), (one.State.Phase, one.State.Failures));
        one.Probed(ok: true);
        Assert.Equal((Phase.Running, 0), (one.State.Phase, one.State.Failures));
        one.Probed(ok: false);
        Assert.Equal(Phase.Stopping, one.State.Phase);
    }

    [Fact]
    public void It_is_well_again_when_a_probe_says_so()
    {
        machine.Probed(ok: false, Down).Probed(ok: false, Down).Probed(ok: true);
        Assert.Equal((HealthState.Healthy, "started by a test"), (machine.State.Health.State, machine.State.Reason));
        machine.Probed(ok: false).Probed(ok: false);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
    }

    [Fact]
    public void One_that_uses_too_much_memory_is_left_running_until_its_dependency_is_back()
    {
        machine.Measured(Above, Down).Measured(Above, Down).Measured(Above, Down);
        Assert.Equal(Phase.Running, machine.State.Phase);
        Assert.EndsWith("is left running, as it could not start again now: it waits for db, which is failed", machine.State.Reason, StringComparison.Ordinal);

        var said = machine.State;
        machine.Measured(Above + 1, Down);
        Assert.Equal(said, machine.State);
        machine.Measured(Above);
        Assert.Equal((Phase.Stopping, 1), (machine.State.Phase, machine.State.Failures));
    }

    [Fact]
    public void One_that_uses_less_again_is_not_spoken_of()
    {
        machine.Measured(Above, Down).Measured(Above, Down).Measured(Above, Down).Measured(Limit, Down);
        Assert.Equal("started by a test", machine.State.Reason);
        machine.Measured(Above).Measured(Above);
        Assert.Equal(Phase.Running, machine.State.Phase);
    }
}
