using ProcessProxy.Supervision.Machine;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Metrics;

/// <summary>Why processes are started again, in the words of the metric.</summary>
internal static class RestartCause
{
    /// <summary>It ended, or could not be launched.</summary>
    public const string Crash = "crash";

    /// <summary>Its health check failed.</summary>
    public const string Unhealthy = "unhealthy";

    /// <summary>It used more memory than it may.</summary>
    public const string Memory = "memory";

    /// <summary>Those that tell of a fault of the process; a series of each is always there, so that its first increase is seen.</summary>
    public static readonly IReadOnlyList<string> Faults = [Crash, Unhealthy, Memory];

    /// <summary>What an event has a process started again for; null when it is not the reason for anything.</summary>
    public static string? Of(MachineEvent happened) => happened switch
    {
        Exited or LaunchFailed or Prepared or FoundDead => Crash,
        Probed => Unhealthy,
        Measured => Memory,
        Start or Restart or Enable => "command",
        Relaunch => "configuration",
        ClockChecked => "schedule",
        Overran => "timeout",
        _ => null,
    };

    /// <summary>Whether an event changes the reason of a restart that was to come anyway.</summary>
    public static bool TakesOver(MachineEvent happened) => happened is Start or Restart or Enable or Relaunch or ClockChecked;
}
