using ProcessProxy.Health;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>Events for those who take them at random.</summary>
internal static class SampleEvents
{
    /// <summary>What may happen to an attempt, or be wanted.</summary>
    public static MachineEvent[] Of(long generation) =>
    [
        new MachineEvent.Start("x"), new MachineEvent.Restart("x"), new MachineEvent.Restart("x", "waits for db"), new MachineEvent.Stop("x", true), new MachineEvent.Stop("x", false),
        new MachineEvent.Relaunch("x"), new MachineEvent.Enable("x"), new MachineEvent.PolicyChanged(), new MachineEvent.PolicyChanged(PreStart: true), new MachineEvent.FoundNothing(),
        new MachineEvent.DependenciesReady(generation),
        new MachineEvent.DependencyBlocked(generation, "waits"), new MachineEvent.DependencyBlocked(generation, null),
        new MachineEvent.Prepared(generation, null, LaunchFault.PreStart, []), new MachineEvent.Prepared(generation, "no", LaunchFault.PreStart, []),
        new MachineEvent.Prepared(generation, null, LaunchFault.PreStart, ["x (1)"]),
        new MachineEvent.Launched(generation, new ProcessIdentity("boot", 4711, 1, 1, "m")), new MachineEvent.LaunchFailed(generation, "no"),
        new MachineEvent.Exited(generation, new ProcessExit(0, null, default)), new MachineEvent.Exited(generation, new ProcessExit(null, "SIGKILL", default)),
        new MachineEvent.StopCommandFailed(generation, "no"), new MachineEvent.TreeEnded(generation, []), new MachineEvent.TreeEnded(generation, ["x (1)"]),
        new MachineEvent.RestartDue(generation), new MachineEvent.Lasted(generation),
        new MachineEvent.Activate("x"), new MachineEvent.ClockChecked(), new MachineEvent.Overran(generation),
        new MachineEvent.Probed(generation, new HealthCheckResult(default, true, 200, "ok", default)),
        new MachineEvent.Probed(generation, new HealthCheckResult(default, false, 500, "bad", default)),
        new MachineEvent.Measured(generation, 1 << 20), new MachineEvent.Measured(generation, 1 << 30),
    ];
}
