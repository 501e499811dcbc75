using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>How one run ended, with what is known of why. Kept for some runs, by later servers too.</summary>
internal sealed record ExitRecord
{
    public DateTimeOffset At { get; init; }

    /// <summary>The exit code; null when a signal ended it or nobody could see the code.</summary>
    public int? Code { get; init; }

    /// <summary>The name of the signal that ended it.</summary>
    public string? Signal { get; init; }

    /// <summary>Whether it ended while no server was watching.</summary>
    public bool IsUnobserved { get; init; }

    /// <summary>Why the server was ending it, in words; null when it was not.</summary>
    public string? Asked { get; init; }

    /// <summary>How long after it was asked to end something of it had to be killed; null when nothing had.</summary>
    public TimeSpan? KilledAfter { get; init; }

    /// <summary>How long the run lasted; null when that is not known.</summary>
    public TimeSpan? Lasted { get; init; }

    /// <summary>Whether it is the system that ended it, for want of memory.</summary>
    public MemoryKill Memory { get; init; }

    /// <summary>Whether the server ended it because it used more memory than it may.</summary>
    public bool IsOverLimit { get; init; }

    /// <summary>The probe because of which it was ended.</summary>
    public HealthCheckResult? Probe { get; init; }

    /// <summary>Whether it was ended because of its health without ever having been healthy.</summary>
    public bool WasNeverHealthy { get; init; }

    /// <summary>What of the log it wrote.</summary>
    public RunOutput? Output { get; init; }
}
