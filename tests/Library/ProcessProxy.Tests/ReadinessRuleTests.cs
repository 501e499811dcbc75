using Xunit;

namespace ProcessProxy.Tests;

/// <summary>When a process is ready.</summary>
public sealed class ReadinessRuleTests
{
    public static TheoryData<RunState, HealthState> All => [.. from state in Enum.GetValues<RunState>() from health in Enum.GetValues<HealthState>() select (state, health)];

    [Theory]
    [MemberData(nameof(All))]
    public void What_runs_and_is_healthy_if_it_has_a_health_check_is_ready_and_nothing_else(RunState state, HealthState health) => Assert.Equal(
        (state, health) is (RunState.Running, HealthState.None) or (RunState.Running, HealthState.Healthy),
        ReadinessRule.IsReady(Process(state, health)));

    [Theory]
    [MemberData(nameof(All))]
    public void What_runs_and_is_not_found_unhealthy_is_up(RunState state, HealthState health) =>
        Assert.Equal(state == RunState.Running && health != HealthState.Unhealthy, ReadinessRule.IsUp(Process(state, health)));

    [Theory]
    [InlineData(RunState.Stopped, 0, true)]
    [InlineData(RunState.Stopped, 1, false)]
    [InlineData(RunState.Stopped, null, false)]
    [InlineData(RunState.Running, 0, false)]
    [InlineData(RunState.Failed, 0, false)]
    public void What_rests_after_code_0_has_ended_well(RunState state, int? code, bool expected) => Assert.Equal(
        expected, ReadinessRule.HasEndedWell(Process(state) with { LastExit = new ProcessExit(code, null, DateTimeOffset.UnixEpoch) }));

    private static ProcessInfo Process(RunState state, HealthState health = HealthState.None) =>
        new() { Id = "web", Name = "web", Reason = "", Command = "web", Cwd = "/", State = state, Health = health };
}
