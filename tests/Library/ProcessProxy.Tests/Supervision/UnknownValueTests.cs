using System.Diagnostics;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using ProcessProxy.Supervision.Dependencies;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using ProcessProxy.Tests.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision;

/// <summary>A value that was added and forgotten somewhere is a fault that is seen, and not taken for another one.</summary>
public sealed class UnknownValueTests
{
    [Fact]
    public void A_phase_is_shown_as_nothing_else() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessInfoProjection.StateOf((Phase)99));

    [Fact]
    public void A_state_of_a_dependency_is_not_waited_for() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DependencyRule.Of(new ProcessReadiness((RunState)99, HealthState.None, "", null, 1, WillRun: true)));

    [Fact]
    public void A_command_does_not_settle_like_a_start() =>
        Assert.Throws<UnreachableException>(() => new CommandWaiter((CommandKind)99, "web", new(), new()).TrySettle(new(), () => null!));

    [Fact]
    public void An_overlap_is_not_skipped() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new MachineDriver(Specs.Job("* * * * *", overlap: (OverlapAction)99)).Activate().Run().Pass(TimeSpan.FromMinutes(1)).Send(new MachineEvent.ClockChecked()));
}
