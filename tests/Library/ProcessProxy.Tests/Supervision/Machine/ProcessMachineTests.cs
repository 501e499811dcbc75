using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

public sealed class ProcessMachineTests
{
    private readonly MachineDriver machine = new(Specs.Process());

    [Fact]
    public void A_start_launches_and_a_launch_runs()
    {
        machine.Start();
        Assert.Equal(Phase.Launching, machine.State.Phase);
        Assert.Equal([new MachineEffect.Launch(1)], machine.Effects);

        machine.Launched();
        Assert.Equal(Phase.Running, machine.State.Phase);
        Assert.Equal(
            [new MachineEffect.Watch(1), new MachineEffect.WritePidFile(), new MachineEffect.SetLastedTimer(1, TimeSpan.FromSeconds(60))],
            machine.Effects);
    }

    [Fact]
    public void Starting_a_running_one_and_stopping_a_stopped_one_change_nothing()
    {
        machine.Run();
        var running = machine.State;
        machine.Start();
        Assert.Equal(running, machine.State);
        Assert.Empty(machine.Effects);

        machine.Stop().Exited(0).TreeEnded();
        var stopped = machine.State;
        machine.Stop();
        Assert.Equal(stopped, machine.State);
        Assert.Empty(machine.Effects);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(false, 10)]
    public void A_launch_for_which_the_server_has_no_room_is_tried_again_however_often_and_costs_nothing(bool onExit, int max)
    {
        var spec = Specs.Process();
        var poor = new MachineDriver(spec with { Restart = spec.Restart with { OnExit = onExit ? RestartCondition.Always : RestartCondition.Never, Max = max, Delay = TimeSpan.Zero } });
        poor.Start();
        for (var i = 1; i < 20; i++)
        {
            poor.Send(new MachineEvent.LaunchFailed(i, "The server has too many open files.", LaunchFault.NoRoom));
            Assert.Equal((Phase.Backoff, 0, "could not be launched: The server has too many open files"), (poor.State.Phase, poor.State.Failures, poor.State.Reason));
            Assert.Equal([new MachineEffect.SetRestartTimer(i, TimeSpan.FromSeconds(1))], poor.Effects);
            poor.Send(new MachineEvent.RestartDue(i));
        }

        poor.Launched();
        Assert.Equal((Phase.Running, 0), (poor.State.Phase, poor.State.Failures));
    }

    [Fact]
    public void A_launch_for_which_there_is_no_room_is_not_tried_again_once_it_is_to_be_down()
    {
        machine.Start().Stop().Send(new MachineEvent.LaunchFailed(1, "The server has too many open files.", LaunchFault.NoRoom));
        Assert.Equal(Phase.Stopped, machine.State.Phase);
    }

    [Fact]
    public void A_stop_says_stopped_only_when_the_tree_has_ended()
    {
        machine.Run().Stop();
        Assert.Equal(Phase.Stopping, machine.State.Phase);
        Assert.Contains(new MachineEffect.EndTree(1, Thorough: true), machine.Effects);

        machine.Exited(0);
        Assert.Equal(Phase.Stopping, machine.State.Phase);

        machine.TreeEnded();
        Assert.Equal(Phase.Stopped, machine.State.Phase);
        Assert.Null(machine.State.Identity);
        Assert.Contains(new MachineEffect.Release(), machine.Effects);
    }

    [Fact]
    public void What_could_not_be_ended_is_named_and_no_other_is_started()
    {
        machine.Run().Restart().Exited(0).TreeEnded("stubborn (4711)");
        Assert.Equal(Phase.Failed, machine.State.Phase);
        Assert.Contains("stubborn (4711)", machine.State.Reason, StringComparison.Ordinal);
        Assert.Equal(1, machine.Launches);
    }

    [Fact]
    public void The_restart_delay_is_waited_once()
    {
        machine.Run().Exited();
        Assert.Equal(Phase.Backoff, machine.State.Phase);
        Assert.Single(machine.AllEffects, new MachineEffect.SetRestartTimer(1, TimeSpan.FromMilliseconds(2000)));

        machine.TreeEnded();
        Assert.Equal(Phase.Backoff, machine.State.Phase);

        machine.RestartDue();
        Assert.Equal(Phase.Launching, machine.State.Phase);
        Assert.Single(machine.AllEffects.OfType<MachineEffect.SetRestartTimer>());
    }

    [Fact]
    public void Chance_lengthens_the_restart_delay_by_as_much_as_the_jitter_lets_it()
    {
        var jittery = new MachineDriver(machine.Spec with { Restart = machine.Spec.Restart with { Jitter = 20 } }) { Chance = 0.5 };
        jittery.Run().Exited();
        Assert.Contains(new MachineEffect.SetRestartTimer(1, TimeSpan.FromMilliseconds(2200)), jittery.Effects);
        Assert.Equal(jittery.Utc + TimeSpan.FromMilliseconds(2200), jittery.State.Pause!.NextAttemptAt);
    }

    [Fact]
    public void A_restart_waits_until_what_the_crash_left_behind_is_cleared()
    {
        machine.Run().Exited().RestartDue();
        Assert.Equal(Phase.Backoff, machine.State.Phase);
        Assert.Equal(1, machine.Launches);

        machine.TreeEnded();
        Assert.Equal(Phase.Launching, machine.State.Phase);
        Assert.Equal(2, machine.Launches);
    }

    [Fact]
    public void Without_a_delay_the_restart_follows_at_once()
    {
        machine.Spec = Specs.Process(restartDelay: 0);
        machine.Run().Exited().TreeEnded();
        Assert.Equal(Phase.Launching, machine.State.Phase);
        Assert.Empty(machine.AllEffects.OfType<MachineEffect.SetRestartTimer>());
    }

    [Fact]
    public void It_fails_after_exactly_its_budget()
    {
        machine.Spec = Specs.Process(maxRestarts: 3);
        machine.Run();
        for (var restart = 1; restart <= 3; restart++)
        {
            machine.Crash().RestartDue();
            Assert.Equal(restart, machine.State.Failures);
            Assert.Equal(3 - restart, RestartPolicy.Left(machine.Spec.Restart, machine.State.Failures));
            machine.Launched();
        }

        machine.Crash();
        Assert.Equal(Phase.Failed, machine.State.Phase);
        Assert.Equal(4, machine.Launches);
        Assert.Contains("all 3 restarts", machine.State.Reason, StringComparison.Ordinal);

        machine.Start();
        Assert.Equal(Phase.Launching, machine.State.Phase);
        Assert.Equal(0, machine.State.Failures);
    }

    [Fact]
    public void With_a_budget_of_zero_it_is_never_restarted()
    {
        machine.Spec = Specs.Process(maxRestarts: 0);
        machine.Run().Crash();
        Assert.Equal(Phase.Failed, machine.State.Phase);
        Assert.Equal(1, machine.Launches);
    }

    [Theory]
    [InlineData(0, Phase.Stopped)]
    [InlineData(1, Phase.Failed)]
    public void Without_restartOnExit_the_exit_code_decides_how_it_rests(int code, object phase)
    {
        machine.Spec = Specs.Process(onExit: false);
        machine.Run().Crash(code);
        Assert.Equal((Phase)phase, machine.State.Phase);
        Assert.Equal(1, machine.Launches);
    }

    [Fact]
    public void A_run_that_is_over_at_once_without_an_error_is_told_the_usual_reasons()
    {
        machine.Run().Pass(TimeSpan.FromSeconds(0.5)).Crash(0);
        Assert.StartsWith("exited with code 0 0.5 s after its start (a program ends like this that puts itself into the background, or that reads its standard input", machine.State.Reason, StringComparison.Ordinal);

        machine.RestartDue().Launched().Pass(TimeSpan.FromSeconds(5)).Crash(0);
        Assert.Equal("exited with code 0", machine.State.Reason);
    }

    [Fact]
    public void A_run_that_lasts_sets_the_budget_back()
    {
        machine.Run().Crash().RestartDue().Launched();
        Assert.Equal(1, machine.State.Failures);
        machine.Lasted();
        Assert.Equal(0, machine.State.Failures);
    }

    [Fact]
    public void News_of_an_earlier_generation_changes_nothing()
    {
        machine.Run().Crash().RestartDue().Launched();
        var now = machine.State;
        machine.Send(new MachineEvent.Exited(1, new ProcessExit(1, null, default)));
        machine.Send(new MachineEvent.Lasted(1));
        machine.Send(new MachineEvent.TreeEnded(1, []));
        machine.Send(new MachineEvent.RestartDue(1));
        machine.Send(new MachineEvent.Probed(1, new HealthCheckResult(default, false, null, "", default)));
        Assert.Equal(now, machine.State);
    }

    [Fact]
    public void An_operator_never_spends_the_budget()
    {
        machine.Run().Restart().Exited(143).TreeEnded().Launched();
        Assert.Equal(0, machine.State.Failures);
        machine.Stop().Exited(143).TreeEnded();
        Assert.Equal(0, machine.State.Failures);
        Assert.Equal(Phase.Stopped, machine.State.Phase);
    }

    [Fact]
    public void A_launch_that_fails_is_a_failed_run()
    {
        machine.Start().LaunchFailed();
        Assert.Equal(Phase.Backoff, machine.State.Phase);
        Assert.Equal(1, machine.State.Failures);
        Assert.Equal("could not be launched: There is no such program", machine.State.Reason);
        machine.RestartDue();
        Assert.Equal(Phase.Launching, machine.State.Phase);
    }

    [Fact]
    public void It_waits_for_what_it_depends_on()
    {
        machine.Spec = Specs.Process(dependsOn: "db");
        machine.Start();
        Assert.Equal(Phase.Waiting, machine.State.Phase);
        Assert.Equal([new MachineEffect.AwaitDependencies(1)], machine.Effects);
        machine.Send(new MachineEvent.DependenciesReady(1));
        Assert.Equal(Phase.Launching, machine.State.Phase);
    }

    [Fact]
    public void What_waits_notices_that_it_depends_on_something_else_now()
    {
        machine.Spec = Specs.Process(dependsOn: "db");
        machine.Start().Send(new MachineEvent.DependencyBlocked(1, "waits for db, which is stopped"));
        machine.Spec = Specs.Process(dependsOn: "cache");
        machine.Send(new MachineEvent.PolicyChanged());
        Assert.Equal([new MachineEffect.AwaitDependencies(2)], machine.Effects);
        Assert.Equal("waits for what it depends on (cache)", machine.State.Reason);
        Assert.Equal(Phase.Waiting, machine.Send(new MachineEvent.DependenciesReady(1)).State.Phase);
        Assert.Equal(Phase.Launching, machine.Send(new MachineEvent.DependenciesReady(2)).State.Phase);
    }

    [Fact]
    public void Ill_health_replaces_it_exactly_once()
    {
        machine.Spec = Specs.Process(healthCheck: Specs.HealthCheck());
        machine.Run().Probed(ok: true).Probed(ok: false).Probed(ok: false);
        Assert.Equal(Phase.Running, machine.State.Phase);
        machine.Probed(ok: false);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
        machine.Probed(ok: false).Exited(143).TreeEnded();
        Assert.Equal(Phase.Backoff, machine.State.Phase);
        Assert.Equal(1, machine.State.Failures);
        machine.RestartDue().Launched();
        Assert.Equal(2, machine.Launches);
        Assert.Equal(HealthState.Unknown, machine.State.Health.State);
    }

    [Fact]
    public void Ill_health_that_is_only_reported_leaves_it_running()
    {
        machine.Spec = Specs.Process(healthCheck: Specs.HealthCheck(retries: 1, UnhealthyAction.Report));
        machine.Run().Probed(ok: true).Probed(ok: false);
        Assert.Equal(Phase.Running, machine.State.Phase);
        Assert.Equal(HealthState.Unhealthy, machine.State.Health.State);
    }

    [Fact]
    public void Ill_health_without_a_restart_left_leaves_it_running()
    {
        machine.Spec = Specs.Process(maxRestarts: 0, healthCheck: Specs.HealthCheck(retries: 1));
        machine.Run().Probed(ok: true).Probed(ok: false).Probed(ok: false);
        Assert.Equal(Phase.Running, machine.State.Phase);
        Assert.Contains("left running", machine.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void During_the_start_period_failures_do_not_count_before_the_first_success()
    {
        machine.Spec = Specs.Process(healthCheck: Specs.HealthCheck(retries: 1));
        machine.Run().Pass(TimeSpan.FromSeconds(29)).Probed(ok: false).Probed(ok: false);
        Assert.Equal(HealthState.Unknown, machine.State.Health.State);
        Assert.Equal(0, machine.State.Health.Failures);
        machine.Pass(TimeSpan.FromSeconds(2)).Probed(ok: false);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
    }

    [Fact]
    public void A_stop_during_the_launch_is_carried_out_when_it_runs()
    {
        machine.Start().Stop().Launched();
        Assert.Equal(Phase.Stopping, machine.State.Phase);
        machine.Exited(0).TreeEnded();
        Assert.Equal(Phase.Stopped, machine.State.Phase);
        Assert.Equal(1, machine.Launches);
    }

    [Fact]
    public void A_start_during_a_stop_starts_it_when_the_tree_has_ended()
    {
        machine.Run().Stop().Start().Exited(0);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
        machine.TreeEnded();
        Assert.Equal(Phase.Launching, machine.State.Phase);
    }

    [Fact]
    public void A_stop_in_backoff_ends_the_waiting()
    {
        machine.Run().Crash().Stop();
        Assert.Equal(Phase.Stopped, machine.State.Phase);
        machine.RestartDue();
        Assert.Equal(Phase.Stopped, machine.State.Phase);
        Assert.Equal(1, machine.Launches);
    }

    [Fact]
    public void An_adopted_run_keeps_its_age_and_its_failures()
    {
        var identity = machine.NewIdentity();
        machine.Send(new MachineEvent.Adopted(identity, TimeSpan.FromSeconds(45), new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(Phase.Running, machine.State.Phase);
        Assert.True(machine.State.IsAdopted);
        Assert.Same(identity, machine.State.Identity);
        Assert.Contains(new MachineEffect.SetLastedTimer(1, TimeSpan.FromSeconds(15)), machine.Effects);
        Assert.Equal(0, machine.Launches);
    }

    [Fact]
    public void A_run_that_died_unobserved_follows_its_policy_and_says_so()
    {
        machine.Send(new MachineEvent.FoundDead(machine.NewIdentity()));
        Assert.Equal(Phase.Backoff, machine.State.Phase);
        Assert.Equal(1, machine.State.Failures);
        Assert.Contains("unobserved exit", machine.State.Reason, StringComparison.Ordinal);
        machine.TreeEnded().RestartDue();
        Assert.Equal(1, machine.Launches);
    }

    [Fact]
    public void A_changed_launch_starts_a_failed_one_and_leaves_a_stopped_one()
    {
        machine.Spec = Specs.Process(maxRestarts: 0);
        machine.Start().LaunchFailed();
        Assert.Equal(Phase.Failed, machine.State.Phase);
        machine.Send(new MachineEvent.Relaunch("a test"));
        Assert.Equal(Phase.Launching, machine.State.Phase);
        machine.Launched().Stop().Exited(0).TreeEnded().Send(new MachineEvent.Relaunch("a test"));
        Assert.Equal(Phase.Stopped, machine.State.Phase);
    }

    [Fact]
    public void Every_event_has_an_answer_in_every_phase()
    {
        MachineDriver[] phases =
        [
            new(Specs.Process()), new MachineDriver(Specs.Process(dependsOn: "db")).Start(), new MachineDriver(Specs.Process()).Start(),
            new MachineDriver(Specs.Process()).Run(), new MachineDriver(Specs.Process()).Run().Stop(),
            new MachineDriver(Specs.Process()).Run().Exited(), new MachineDriver(Specs.Process()).Run().Crash(),
            new MachineDriver(Specs.Process(maxRestarts: 0)).Run().Crash(),
            new MachineDriver(Specs.Job()), new MachineDriver(Specs.Job()).Activate(), new MachineDriver(Specs.Job(maxDuration: 1)).Run(),
            new MachineDriver(Specs.Job(overlap: OverlapAction.Queue)).Activate().Run().Stop(),
            new MachineDriver(Specs.Job(retries: true)).Activate().Run().Crash(), new MachineDriver(Specs.Job()).Run().Crash(),
        ];
        foreach (var at in phases)
        {
            foreach (var happened in SampleEvents.Of(at.State.Generation))
            {
                var (next, effects) = ProcessMachine.Step(at.State, happened, at.Spec, new Now(TimeSpan.FromDays(1), DateTimeOffset.UnixEpoch));
                MachineInvariants.Check(at.State, next, effects, at.Spec);
            }
        }
    }
}
