using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>The machine while the preStart of a process runs.</summary>
public sealed class PreStartMachineTests
{
    private static readonly PreStartSpec First = new() { Command = new() { Command = "first" } };
    private readonly MachineDriver machine = new(Specs.Process() with { PreStart = First });

    [Fact]
    public void The_program_is_launched_when_it_is_over()
    {
        machine.Start();
        Assert.Equal((Phase.Launching, "its preStart runs"), (machine.State.Phase, machine.State.Reason));
        Assert.Equal([new MachineEffect.Prepare(1)], machine.Effects);
        machine.Prepared();
        Assert.Equal([new MachineEffect.Launch(1)], machine.Effects);
        Assert.Equal((Phase.Running, "started by a test"), (machine.Launched().State.Phase, machine.State.Reason));
    }

    [Fact]
    public void It_runs_before_each_launch()
    {
        machine.Start().Prepared().Launched().Crash().RestartDue();
        Assert.Equal([new MachineEffect.Prepare(2)], machine.Effects);
        machine.Prepared().Launched().Restart().Exited().TreeEnded();
        Assert.Equal(new MachineEffect.Prepare(3), machine.Effects[^1]);
    }

    [Fact]
    public void Its_failure_is_a_failed_launch_and_costs_a_restart()
    {
        machine.Start().Prepared("Its preStart ended with exit code 3.");
        Assert.Equal((Phase.Backoff, 1, "could not be launched: Its preStart ended with exit code 3"), (machine.State.Phase, machine.State.Failures, machine.State.Reason));
        Assert.Equal(LaunchFault.PreStart, machine.State.LaunchError?.Fault);
        Assert.Equal(0, machine.Launches);
    }

    [Fact]
    public void A_stop_ends_it_and_nothing_is_launched()
    {
        machine.Start().Stop();
        Assert.Equal([new MachineEffect.CallOff()], machine.Effects);
        Assert.Equal((Phase.Launching, "being stopped by a test"), (machine.State.Phase, machine.State.Reason));
        machine.Prepared("Its preStart was called off.");
        Assert.Equal((Phase.Stopped, "stopped by a test", null), (machine.State.Phase, machine.State.Reason, machine.State.LaunchError));
        Assert.Equal(0, machine.Launches);
    }

    [Fact]
    public void A_start_after_the_stop_has_it_run_anew_when_the_first_is_over()
    {
        machine.Start().Stop().Start();
        Assert.Empty(machine.Effects);
        machine.Prepared("Its preStart was called off.");
        Assert.Equal([new MachineEffect.Prepare(2)], machine.Effects);
        Assert.Equal("started by a test", machine.Prepared().Launched().State.Reason);
    }

    [Fact]
    public void A_start_or_a_restart_joins_the_one_that_runs()
    {
        machine.Start().Start().Restart();
        Assert.Equal([new MachineEffect.Prepare(1)], machine.AllEffects);
    }

    [Fact]
    public void A_change_of_the_program_has_it_run_anew()
    {
        machine.Start().Relaunch();
        Assert.Equal([new MachineEffect.CallOff()], machine.Effects);
        Assert.Equal([new MachineEffect.Prepare(2)], machine.Prepared().Effects);
    }

    [Fact]
    public void While_something_of_it_is_alive_nothing_is_launched()
    {
        machine.Start().Prepared(null, "sh (12)");
        Assert.True(machine.State is { Phase: Phase.Failed, IsUnsettled: true });
        Assert.Equal("its preStart could not be ended: sh (12) still runs, so no other instance is started", machine.State.Reason);
        Assert.Equal(0, machine.Launches);
    }

    [Fact]
    public void A_job_whose_preStart_fails_has_failed()
    {
        var job = new MachineDriver(Specs.Job() with { PreStart = First }).Activate().Start().Prepared("Its preStart ended with exit code 3.");
        Assert.Equal((Phase.Failed, RunResult.Failed), (job.State.Phase, job.State.Schedule.LastResult));
        job.Start().Stop().Prepared("Its preStart was called off.");
        Assert.Equal((Phase.Stopped, RunResult.Stopped), (job.State.Phase, job.State.Schedule.LastResult));
    }

    /// <summary>Else one whose preStart takes longer than its interval would never run, and a start would never be answered.</summary>
    [Theory]
    [InlineData(OverlapAction.Kill)]
    [InlineData(OverlapAction.Skip)]
    public void An_occurrence_during_the_preStart_of_a_job_is_skipped_and_counted(OverlapAction overlap)
    {
        var job = new MachineDriver(Specs.Job("* * * * *", overlap: overlap) with { PreStart = First }).Activate().Start();
        job.Pass(TimeSpan.FromSeconds(61)).Send(new MachineEvent.ClockChecked());
        Assert.DoesNotContain(new MachineEffect.CallOff(), job.Effects);
        Assert.Equal((Phase.Launching, 1), (job.State.Phase, job.State.Schedule.Skipped));
    }

    [Fact]
    public void A_changed_preStart_ends_the_one_that_runs_and_another_policy_does_not()
    {
        machine.Start().Send(new MachineEvent.PolicyChanged());
        Assert.Empty(machine.Effects);
        machine.Send(new MachineEvent.PolicyChanged(PreStart: true));
        Assert.Equal([new MachineEffect.CallOff()], machine.Effects);
        Assert.Equal([new MachineEffect.Prepare(2)], machine.Prepared().Effects);
    }

    [Fact]
    public void A_changed_preStart_touches_no_program_that_runs()
    {
        machine.Start().Prepared().Launched().Send(new MachineEvent.PolicyChanged(PreStart: true));
        Assert.Equal(Phase.Running, machine.State.Phase);
    }
}
