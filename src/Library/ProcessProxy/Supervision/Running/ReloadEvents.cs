using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Running;

/// <summary>Translates the actions of a reload into events of one program.</summary>
internal static class ReloadEvents
{
    /// <summary>Returns the event, or null if nothing must happen.</summary>
    /// <param name="action">The action.</param>
    /// <param name="before">The configuration before.</param>
    /// <param name="process">The new configuration.</param>
    /// <param name="by">The origin, in words.</param>
    public static MachineEvent? Of(ReloadActionKind action, ProcessSpec before, ProcessSpec process, string by) => action switch
    {
        ReloadActionKind.Start or ReloadActionKind.Stop when process is { Enabled: true, Schedule: not null } => new Activate(by),
        ReloadActionKind.Start => new Enable(by),
        ReloadActionKind.Stop => new Stop(by, ByOperator: false),
        ReloadActionKind.Restart or ReloadActionKind.Replace => new Relaunch(by),
        ReloadActionKind.Update => new PolicyChanged(process.PreStart != before.PreStart),
        ReloadActionKind.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };
}
