using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>How one run ended, with what is known about the reason. Stored for the last runs, for later servers too.</summary>
internal sealed record ExitRecord
{
    public DateTimeOffset At { get; init; }

    /// <summary>Gets the exit code; null if a signal ended it or the code could not be seen.</summary>
    public int? Code { get; init; }

    /// <summary>Gets the name of the signal that ended it.</summary>
    public string? Signal { get; init; }

    /// <summary>Gets whether it ended while no server watched.</summary>
    public bool IsUnobserved { get; init; }

    /// <summary>Gets why the server was ending it, in words; null if it was not.</summary>
    public string? Asked { get; init; }

    /// <summary>Gets the time between the request to end and the kill; null if nothing was killed.</summary>
    public TimeSpan? KilledAfter { get; init; }

    /// <summary>Gets how long the run lasted; null if unknown.</summary>
    public TimeSpan? Lasted { get; init; }

    /// <summary>Gets whether the system ended it because memory was low.</summary>
    public MemoryKill Memory { get; init; }

    /// <summary>Gets whether the server ended it because it used too much memory.</summary>
    public bool IsOverLimit { get; init; }

    /// <summary>Gets the probe that caused its end.</summary>
    public HealthCheckResult? Probe { get; init; }

    /// <summary>Gets whether it was ended because of its health without ever having been healthy.</summary>
    public bool WasNeverHealthy { get; init; }

    /// <summary>Gets the part of the log that it wrote.</summary>
    public RunOutput? Output { get; init; }
}
