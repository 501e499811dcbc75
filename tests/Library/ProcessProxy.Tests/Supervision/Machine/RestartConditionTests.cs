using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>Which ends are followed by a restart.</summary>
public sealed class RestartConditionTests
{
    [Theory]
    [InlineData(0, Phase.Stopped, "exited with code 0; restartOnExit is onFailure")]
    [InlineData(1, Phase.Backoff, "exited with code 1")]
    public void With_onFailure_only_a_failure_is_followed_by_a_restart(int code, object phase, string reason)
    {
        var machine = new MachineDriver(With(RestartCondition.OnFailure));
        machine.Run().Crash(code);
        Assert.Equal(((Phase)phase, reason), (machine.State.Phase, machine.State.Reason));
        Assert.Equal(code == 0, machine.State.HasCompleted);
    }

    [Fact]
    public void With_onFailure_the_budget_counts_failures_alone()
    {
        var machine = new MachineDriver(With(RestartCondition.OnFailure) with { Restart = new() { OnExit = RestartCondition.OnFailure, Max = 1 } });
        machine.Run().Crash(1);
        machine.RestartDue().Launched().Crash(1);
        Assert.Equal(Phase.Failed, machine.State.Phase);
    }

    [Theory]
    [InlineData(RestartCondition.Always, "false")]
    [InlineData(RestartCondition.OnFailure, "true")]
    [InlineData(RestartCondition.Never, "true")]
    public void What_has_ended_well_may_be_waited_for_whatever_comes_next(RestartCondition condition, string isAtRest)
    {
        var machine = new MachineDriver(With(condition));
        machine.Run().Pass(TimeSpan.FromSeconds(5)).Crash(0);
        Assert.True(machine.State.HasCompleted);
        Assert.Equal(isAtRest == "true", machine.State.Phase == Phase.Stopped);
    }

    private static ProcessSpec With(RestartCondition condition) => Specs.Process() with { Restart = new() { OnExit = condition } };
}
