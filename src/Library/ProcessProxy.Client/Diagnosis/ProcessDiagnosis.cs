namespace ProcessProxy;

/// <summary>The diagnosis of a process: why it is down, or what is wrong with it while it runs.</summary>
public sealed record ProcessDiagnosis
{
    /// <summary>Gets the ID of the process.</summary>
    public required string ProcessId { get; init; }

    /// <summary>Gets the time of the diagnosis, in UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Gets one sentence that names the cause.</summary>
    public required string Summary { get; init; }

    /// <summary>Gets the cause as a stable word.</summary>
    public DiagnosisCause Cause { get; init; }

    /// <summary>Gets more details, one sentence each.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>Gets the state of the process.</summary>
    public RunState State { get; init; }

    /// <summary>Gets the health of the process.</summary>
    public HealthState Health { get; init; }

    /// <summary>Gets the time the process entered this state, in UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Gets the last exits, the latest first; at most five.</summary>
    public required IReadOnlyList<DiagnosedExit> Exits { get; init; }

    /// <summary>Gets the port of the process and the program that uses it; null if no port is configured.</summary>
    public DiagnosedPort? Port { get; init; }

    /// <summary>Gets the processes it waits for, direct dependencies first; empty if there are none.</summary>
    public required IReadOnlyList<BlockingDependency> BlockedBy { get; init; }

    /// <summary>Gets the last failed probe; null while probes succeed or there are none.</summary>
    public DiagnosedProbe? Probe { get; init; }

    /// <summary>Gets the time of the next automatic start, in UTC; null if there is none.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Gets the number of restarts left before the process has failed.</summary>
    public int AttemptsLeft { get; init; }

    /// <summary>Gets the configuration value that decided the outcome; null if there is none.</summary>
    public DecidingValue? DecidedBy { get; init; }

    /// <summary>Returns the summary.</summary>
    public override string ToString() => Summary;
}
