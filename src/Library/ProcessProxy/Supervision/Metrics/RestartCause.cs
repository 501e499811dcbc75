using ProcessProxy.Supervision.Machine;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Metrics;

/// <summary>The reasons for restarts, in the words of the metric.</summary>
internal static class RestartCause
{
    /// <summary>It exited, or could not be launched.</summary>
    public const string Crash = "crash";

    /// <summary>Its health check failed.</summary>
    public const string Unhealthy = "unhealthy";

    /// <summary>It used too much memory.</summary>
    public const string Memory = "memory";

    /// <summary>The reasons that indicate an error of the process. Each always has a series, so that its first increase is visible.</summary>
    public static readonly IReadOnlyList<string> Faults = [Crash, Unhealthy, Memory];

    /// <summary>Returns the reason for which an event restarts a process, or null if it does not.</summary>
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

    /// <summary>Returns whether an event changes the reason of a restart that follows anyway.</summary>
    public static bool TakesOver(MachineEvent happened) => happened is Start or Restart or Enable or Relaunch or ClockChecked;
}
