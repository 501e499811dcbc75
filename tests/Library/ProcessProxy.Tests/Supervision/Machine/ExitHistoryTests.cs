using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>What the machine remembers of runs that are over.</summary>
public sealed class ExitHistoryTests
{
    [Fact]
    public void The_last_five_are_kept_the_latest_first()
    {
        var machine = new MachineDriver(Specs.Process()).Run();
        for (var code = 1; code <= 7; code++)
        {
            machine.Crash(code).RestartDue().Launched();
        }

        Assert.Equal([7, 6, 5, 4, 3], machine.State.Exits.Select(exit => exit.Code));
        Assert.All(machine.State.Exits, exit => Assert.Null(exit.Asked));
    }

    [Fact]
    public void An_end_that_was_asked_for_says_why_and_how_long_it_took_to_be_killed()
    {
        var machine = new MachineDriver(Specs.Process()).Run().Pass(TimeSpan.FromSeconds(60)).Stop().Pass(TimeSpan.FromSeconds(10));
        machine.Send(new MachineEvent.Exited(machine.State.Generation, new ProcessExit(null, "SIGKILL", default))).TreeEnded();
        var exit = Assert.Single(machine.State.Exits);
        Assert.Equal(("stopped by a test", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(70)), (exit.Asked!, exit.KilledAfter!.Value, exit.Lasted!.Value));
    }

    [Fact]
    public void A_start_that_comes_during_a_stop_does_not_change_why_it_was_ended()
    {
        var machine = new MachineDriver(Specs.Process()).Run().Stop().Start().Exited(0);
        Assert.Equal(("stopped by a test", (TimeSpan?)null), (machine.State.Exits[0].Asked!, machine.State.Exits[0].KilledAfter));
    }

    [Fact]
    public void What_outlives_the_program_for_too_long_is_said_too()
    {
        var machine = new MachineDriver(Specs.Process()).Run().Stop().Exited(0).Pass(TimeSpan.FromSeconds(10)).TreeEnded();
        Assert.Equal((0, TimeSpan.FromSeconds(10)), (machine.State.Exits[0].Code!.Value, machine.State.Exits[0].KilledAfter!.Value));
    }

    [Fact]
    public void The_time_that_it_takes_to_clear_what_a_dead_run_left_behind_is_not_that_of_an_earlier_request()
    {
        var machine = new MachineDriver(Specs.Process(onExit: false)).Run().Stop().Exited(0).TreeEnded();
        machine.Send(new MachineEvent.FoundDead(machine.NewIdentity(), new ProcessExit(0, null, default))).Pass(TimeSpan.FromSeconds(11)).TreeEnded();
        Assert.Null(Assert.Single(machine.State.Exits).KilledAfter);
    }

    [Fact]
    public void An_end_for_its_health_keeps_the_probe()
    {
        var machine = new MachineDriver(Specs.Process(healthCheck: Specs.HealthCheck(retries: 1))).Run().Probed(ok: true).Probed(ok: false).Exited(143);
        Assert.Equal(500, machine.State.Exits[0].Probe!.Status);
        machine.TreeEnded().RestartDue().Launched().Probed(ok: false).Restart().Exited(143);
        Assert.Equal((2, (HealthCheckResult?)null), (machine.State.Exits.Count, machine.State.Exits[0].Probe));
    }

    [Fact]
    public void An_end_that_nobody_saw_is_in_it_and_one_that_the_earlier_server_saw_is_not_twice()
    {
        var machine = new MachineDriver(Specs.Process());
        machine.Send(new MachineEvent.FoundDead(machine.NewIdentity()));
        Assert.True(Assert.Single(machine.State.Exits).IsUnobserved);

        var other = new MachineDriver(Specs.Process());
        other.Send(new MachineEvent.FoundDead(other.NewIdentity(), new ProcessExit(1, null, default)));
        Assert.Empty(other.State.Exits);
    }
}
