using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>What must be true of the machine whatever happens.</summary>
internal static class MachineInvariants
{
    public static void Check(ProcessState before, ProcessState after, IReadOnlyList<MachineEffect> effects, ProcessSpec spec)
    {
        Assert.True(after.Phase is not (Phase.Running or Phase.Stopping) || after.Identity is not null, "running or stopping without an identity");
        Assert.True(after.Phase is Phase.Running or Phase.Stopping or Phase.Backoff || after.Identity is null, "an identity and nothing that runs");
        Assert.True(after.Phase is not Phase.Backoff || after.Goal == Goal.Up, "backoff though it is not to run");
        Assert.Equal(after.Phase == Phase.Backoff, after.Pause is not null);
        Assert.Equal(after.Phase == Phase.Stopping, after.Ending is not null);
        Assert.True(after.Phase == Phase.Waiting || after.Blocked is null, "blocked though it does not wait");
        Assert.Equal(after is { Phase: Phase.Launching, Goal: Goal.Down }, after.CalledOff is not null);
        Assert.True(after.Phase == Phase.Launching || after.Preparation is null, "a preStart though nothing is to be launched");
        Assert.True(after.Phase == Phase.Failed || !after.IsUnsettled, "unsettled though it is not failed");
        Assert.True(after.Phase is not (Phase.Waiting or Phase.Running) || after.Goal == Goal.Up, "waiting or running though it is not to run");
        Assert.True(after.Phase is not (Phase.Stopped or Phase.Failed) || after.Goal == Goal.Down, "at rest though it is to run");
        Assert.InRange(after.Failures, 0, Math.Max(spec.Restart.Max, before.Failures));
        Assert.InRange(after.Generation, before.Generation, before.Generation + 1);

        var launches = effects.OfType<MachineEffect.Launch>().ToList();
        var prepares = effects.OfType<MachineEffect.Prepare>().ToList();
        Assert.True(launches.Count <= 1, "two launches at once");
        foreach (var launch in launches)
        {
            Assert.Equal(Goal.Up, after.Goal);
            Assert.Equal(Phase.Launching, after.Phase);
            Assert.Equal(after.Generation, launch.Generation);
            Assert.Null(after.Preparation);
        }

        foreach (var prepare in prepares)
        {
            Assert.Empty(launches);
            Assert.NotNull(after.Preparation);
            Assert.Equal(after.Generation, prepare.Generation);
        }

        Assert.True(effects.OfType<MachineEffect.CallOff>().Count() <= (after.Preparation is null ? 0 : 1), "called off though no preStart runs");

        var isOn = JobMachine.IsOn(after, spec);
        Assert.True(isOn || after.Schedule is { NextRunAt: null, IsQueued: false }, "a schedule that is off and is to run");
        Assert.True(!isOn || after.Schedule.Plan is null || after.Schedule.NextRunAt is not null, "a schedule that is on and never runs");
        Assert.True(!after.Schedule.IsQueued || after.Phase is Phase.Waiting or Phase.Launching or Phase.Running or Phase.Stopping, "queued behind nothing");

        Assert.True(after.Phase != Phase.Launching || before.Phase == Phase.Launching || launches.Count + prepares.Count == 1, "launching without a launch");
    }
}
