using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

public sealed class JobMachineTests
{
    private static readonly DateTimeOffset Noon = new(2031, 3, 7, 12, 0, 0, TimeSpan.Zero);
    private readonly MachineDriver machine = new MachineDriver(Specs.Job()).SetClock(Noon.AddMinutes(-10.5));

    private ScheduleState Job => machine.State.Schedule;

    [Fact]
    public void It_is_not_started_with_the_server_but_at_each_occurrence()
    {
        machine.Activate();
        Assert.Equal((Phase.Stopped, 0, Noon), (machine.State.Phase, machine.Launches, Job.NextRunAt));

        machine.LookUntil(Noon.AddSeconds(-0.001));
        Assert.Equal(0, machine.Launches);
        machine.LookUntil(Noon.AddSeconds(1));
        Assert.Equal((Phase.Launching, "started by its schedule"), (machine.State.Phase, machine.State.Reason));
        Assert.Equal((Noon, Noon.AddHours(1)), (Job.LastRunAt, Job.NextRunAt));

        machine.Launched().Pass(TimeSpan.FromSeconds(12)).Crash(0);
        Assert.Equal((Phase.Stopped, "exited with code 0"), (machine.State.Phase, machine.State.Reason));
        Assert.Equal((RunResult.Succeeded, TimeSpan.FromSeconds(12)), (Job.LastResult, Job.LastDuration));

        machine.LookUntil(Noon.AddMinutes(59.9));
        Assert.Equal(1, machine.Launches);
        machine.LookUntil(Noon.AddMinutes(60.1));
        Assert.Equal(2, machine.Launches);
    }

    [Fact]
    public void A_failed_run_is_not_tried_again_and_runs_at_the_next_occurrence()
    {
        Run().Crash(3);
        Assert.Equal((Phase.Failed, "exited with code 3", RunResult.Failed), (machine.State.Phase, machine.State.Reason, Job.LastResult));
        machine.LookUntil(Noon.AddMinutes(59));
        Assert.Equal(1, machine.Launches);
        machine.LookUntil(Noon.AddMinutes(61));
        Assert.Equal((Phase.Launching, 2, null), (machine.State.Phase, machine.Launches, Job.LastResult));
        machine.LaunchFailed();
        Assert.Equal((Phase.Failed, RunResult.Failed), (machine.State.Phase, Job.LastResult));
    }

    [Fact]
    public void With_restartOnExit_a_failed_run_is_tried_again_within_its_budget_and_a_good_one_is_not()
    {
        machine.Spec = Specs.Job(retries: true, maxRestarts: 1);
        Run().Pass(TimeSpan.FromHours(0.5)).Lasted().Crash();
        Assert.Equal(Phase.Backoff, machine.State.Phase);
        machine.RestartDue().Launched().Lasted().Crash();
        Assert.Equal((Phase.Failed, 2), (machine.State.Phase, machine.Launches));

        machine.LookUntil(Noon.AddMinutes(61)).Launched();
        Assert.Equal((Phase.Running, 0), (machine.State.Phase, machine.State.Failures));
        machine.Crash(0);
        Assert.Equal((Phase.Stopped, 3), (machine.State.Phase, machine.Launches));
    }

    [Fact]
    public void An_occurrence_does_not_wait_for_a_retry()
    {
        machine.Spec = Specs.Job("* * * * *", retries: true);
        Run().Crash();
        Assert.Equal(Phase.Backoff, machine.State.Phase);
        machine.LookUntil(Noon.AddSeconds(61));
        Assert.Equal((Phase.Launching, 2, 0), (machine.State.Phase, machine.Launches, machine.State.Failures));
    }

    [Fact]
    public void Skip_counts_what_came_to_nothing()
    {
        Run().LookUntil(Noon.AddHours(2.5));
        Assert.Equal((Phase.Running, 1, 2, 0), (machine.State.Phase, machine.Launches, Job.Skipped, Job.Missed));
        machine.Crash(0).LookUntil(Noon.AddHours(3.5));
        Assert.Equal((2, 0), (machine.Launches, Job.Skipped));
    }

    [Fact]
    public void Queue_runs_once_more_at_once_however_many_there_were()
    {
        machine.Spec = Specs.Job(overlap: OverlapAction.Queue);
        Run().LookUntil(Noon.AddHours(3.5));
        Assert.Equal((true, 2, 1), (Job.IsQueued, Job.Skipped, machine.Launches));
        machine.Crash(0);
        Assert.Equal((Phase.Launching, 2, false, machine.Utc), (machine.State.Phase, machine.Launches, Job.IsQueued, Job.LastRunAt));
        Assert.Equal(new MachineEffect.Release(), machine.Effects[0]);
        machine.Launched().Crash(0);
        Assert.Equal((Phase.Stopped, 2), (machine.State.Phase, machine.Launches));
    }

    [Fact]
    public void What_is_queued_does_not_wait_for_a_retry_and_runs_once()
    {
        machine.Spec = Specs.Job(overlap: OverlapAction.Queue, retries: true);
        Run().LookUntil(Noon.AddHours(1.5)).Crash();
        Assert.Equal((Phase.Launching, 2, false), (machine.State.Phase, machine.Launches, Job.IsQueued));
        machine.Launched().Crash(0);
        Assert.Equal((Phase.Stopped, 2), (machine.State.Phase, machine.Launches));
    }

    [Fact]
    public void Kill_stops_the_run_and_begins_the_next_when_its_tree_has_ended()
    {
        machine.Spec = Specs.Job(overlap: OverlapAction.Kill);
        Run().LookUntil(Noon.AddHours(1.01));
        Assert.Equal((Phase.Stopping, 1), (machine.State.Phase, machine.Launches));
        machine.Exited(143);
        Assert.Equal(RunResult.Stopped, Job.LastResult);
        machine.TreeEnded();
        Assert.Equal((Phase.Launching, 2), (machine.State.Phase, machine.Launches));
        Assert.Contains("overlap: kill", machine.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_lasts_too_long_is_stopped_and_has_failed()
    {
        machine.Spec = Specs.Job(maxDuration: 5000);
        Run();
        Assert.Contains(new MachineEffect.SetOverrunTimer(1, TimeSpan.FromSeconds(5)), machine.Effects);
        machine.Pass(TimeSpan.FromSeconds(4.999)).Send(new MachineEvent.Overran(1));
        Assert.Equal(Phase.Running, machine.State.Phase);
        Assert.Equal([new MachineEffect.SetOverrunTimer(1, TimeSpan.FromMilliseconds(1))], machine.Effects);
        machine.Pass(TimeSpan.FromSeconds(0.001)).Send(new MachineEvent.Overran(1));
        Assert.Equal(Phase.Stopping, machine.State.Phase);
        machine.Exited(0).TreeEnded();
        Assert.Equal((Phase.Failed, "ran longer than its maxDuration (5000 ms)", RunResult.Failed), (machine.State.Phase, machine.State.Reason, Job.LastResult));
        Assert.Equal(Noon.AddHours(1), Job.NextRunAt);
    }

    [Theory]
    [InlineData(false, (int)Phase.Failed)]
    [InlineData(true, (int)Phase.Backoff)]
    public void A_run_that_uses_too_much_memory_has_failed(bool retries, int phase)
    {
        machine.Spec = Specs.Job(retries: retries) with { MaxMemory = 1 << 20 };
        Run().Measured(2 << 20).Measured(2 << 20).Measured(2 << 20);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
        machine.Exited(143).TreeEnded();
        Assert.Equal(((Phase)phase, RunResult.Failed), (machine.State.Phase, Job.LastResult));
        Assert.StartsWith("used too much memory", machine.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fell_into_a_sleep_of_the_machine_is_missed_and_said()
    {
        machine.Activate().SetClock(Noon.AddHours(3.5)).Send(new MachineEvent.ClockChecked());
        Assert.Equal((0, 4, Noon), (machine.Launches, Job.Missed, Job.MissedSince));
        Assert.Equal(Noon.AddHours(4), Job.NextRunAt);

        machine.LookUntil(Noon.AddHours(4.1));
        Assert.Equal((1, 0, null), (machine.Launches, Job.Missed, Job.MissedSince));
    }

    [Fact]
    public void What_is_noticed_within_a_minute_is_run()
    {
        machine.Activate().SetClock(Noon.AddHours(2).AddSeconds(59)).Send(new MachineEvent.ClockChecked());
        Assert.Equal((1, 2), (machine.Launches, Job.Missed));
    }

    [Fact]
    public void The_clock_is_looked_at_often_enough_to_notice()
    {
        machine.Activate();
        Assert.Equal(JobMachine.LongestSleep, machine.Sleep);
        machine.SetClock(Noon.AddSeconds(-2.0005)).Send(new MachineEvent.ClockChecked());
        Assert.Equal(TimeSpan.FromMilliseconds(2001), machine.Sleep);
    }

    [Fact]
    public void A_clock_set_back_a_little_has_nothing_run_twice()
    {
        Run().Crash(0).SetClock(Noon.AddSeconds(-30)).Send(new MachineEvent.ClockChecked());
        Assert.Equal((1, Noon.AddHours(1)), (machine.Launches, Job.NextRunAt));
        machine.LookUntil(Noon.AddMinutes(59));
        Assert.Equal(1, machine.Launches);
    }

    [Fact]
    public void A_clock_set_back_far_counts_from_there()
    {
        Run().Crash(0).SetClock(Noon.AddDays(-7).AddMinutes(5)).Send(new MachineEvent.ClockChecked());
        Assert.Equal((1, Noon.AddDays(-7).AddHours(1)), (machine.Launches, Job.NextRunAt));
    }

    [Fact]
    public void A_year_away_is_no_loop_without_end()
    {
        machine.Spec = Specs.Job("0 0 29 2 *");
        machine.Activate().SetClock(Noon.AddYears(2)).Send(new MachineEvent.ClockChecked());
        Assert.Equal(new DateTimeOffset(2036, 2, 29, 0, 0, 0, TimeSpan.Zero), Job.NextRunAt);
        machine.SetClock(Noon.AddYears(4)).Send(new MachineEvent.ClockChecked());
        Assert.Equal(JobMachine.LongestSleep, machine.Sleep);
    }

    [Fact]
    public void A_stop_pauses_the_schedule_and_a_start_runs_it_at_once_and_resumes()
    {
        Run().Stop().Exited(143).TreeEnded();
        Assert.Equal((Phase.Stopped, null, RunResult.Stopped), (machine.State.Phase, Job.NextRunAt, Job.LastResult));
        Assert.Null(machine.Sleep);
        machine.SetClock(Noon.AddDays(1).AddMinutes(1)).Send(new MachineEvent.ClockChecked());
        Assert.Equal((1, 0), (machine.Launches, Job.Missed));

        machine.Start();
        Assert.Equal((2, Noon.AddDays(1).AddHours(1), 0), (machine.Launches, Job.NextRunAt, Job.Missed));
    }

    [Fact]
    public void A_stop_forgets_what_is_queued()
    {
        machine.Spec = Specs.Job(overlap: OverlapAction.Queue);
        Run().LookUntil(Noon.AddHours(1.5)).Stop().Exited(143).TreeEnded();
        Assert.Equal((Phase.Stopped, 1, false), (machine.State.Phase, machine.Launches, Job.IsQueued));
    }

    [Fact]
    public void A_disabled_one_runs_when_it_is_started_and_only_then()
    {
        machine.Spec = Specs.Job(enabled: false);
        machine.Run().Crash(0).SetClock(Noon.AddDays(2)).Send(new MachineEvent.ClockChecked());
        Assert.Equal((Phase.Stopped, 1, null, null), (machine.State.Phase, machine.Launches, Job.NextRunAt, machine.Sleep));
    }

    [Fact]
    public void A_changed_schedule_counts_from_the_change_and_leaves_the_run_alone()
    {
        Run().Pass(TimeSpan.FromMinutes(20));
        machine.Spec = Specs.Job("*/15 * * * *", maxDuration: 3_600_000);
        machine.Send(new MachineEvent.PolicyChanged());
        Assert.Equal((Phase.Running, Noon.AddMinutes(30), 0), (machine.State.Phase, Job.NextRunAt, Job.Missed));
        Assert.Contains(new MachineEffect.SetOverrunTimer(1, TimeSpan.FromMinutes(40)), machine.Effects);
    }

    [Fact]
    public void A_change_at_the_moment_of_an_occurrence_does_not_lose_it()
    {
        machine.Activate().SetClock(Noon);
        machine.Spec = Specs.Job("30 * * * *");
        machine.Send(new MachineEvent.PolicyChanged());
        Assert.Equal((1, Noon.AddMinutes(30)), (machine.Launches, Job.NextRunAt));
    }

    [Fact]
    public void What_becomes_a_job_is_stopped_and_what_is_one_no_more_has_no_timer()
    {
        machine.Spec = Specs.Process();
        machine.Run();
        machine.Spec = Specs.Job();
        machine.Activate();
        Assert.Equal((Phase.Stopping, Noon), (machine.State.Phase, Job.NextRunAt));
        machine.Exited(143).TreeEnded();
        Assert.Equal((Phase.Stopped, Noon), (machine.State.Phase, Job.NextRunAt));

        machine.Spec = Specs.Process();
        machine.Start();
        Assert.Equal((Phase.Launching, ScheduleState.None), (machine.State.Phase, Job));
        Assert.Null(machine.Sleep);
    }

    [Fact]
    public void The_limit_of_what_was_a_job_ends_nothing()
    {
        machine.Spec = Specs.Job(maxDuration: 5000);
        Run();
        machine.Spec = Specs.Process();
        machine.Send(new MachineEvent.PolicyChanged()).Pass(TimeSpan.FromSeconds(5)).Send(new MachineEvent.Overran(1));
        Assert.Equal(Phase.Running, machine.State.Phase);
    }

    [Fact]
    public void Nothing_is_started_beside_what_could_not_be_ended()
    {
        Run().Stop().TreeEnded("stubborn (4711)").Activate().LookUntil(Noon.AddHours(1.1));
        Assert.Equal((Phase.Failed, 1, 1), (machine.State.Phase, machine.Launches, Job.Skipped));
    }

    [Fact]
    public void A_run_whose_end_nobody_saw_has_neither_failed_nor_is_it_tried_again()
    {
        machine.Spec = Specs.Job(retries: true);
        machine.Send(new MachineEvent.FoundDead(machine.NewIdentity())).TreeEnded().Activate();
        Assert.Equal((Phase.Stopped, null, Noon), (machine.State.Phase, Job.LastResult, Job.NextRunAt));
        Assert.Contains("unobserved exit", machine.State.Reason, StringComparison.Ordinal);
    }

    /// <summary>Has its schedule start it at noon.</summary>
    private MachineDriver Run() => machine.Activate().LookUntil(Noon.AddSeconds(0.1)).Launched();
}
