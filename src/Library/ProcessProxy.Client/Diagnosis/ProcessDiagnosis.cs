namespace ProcessProxy;

/// <summary>Why a process is down, or what is wrong with it while it runs.</summary>
public sealed record ProcessDiagnosis
{
    /// <summary>The id of the process.</summary>
    public required string ProcessId { get; init; }

    /// <summary>When this was found out, in UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>One sentence that names the cause.</summary>
    public required string Summary { get; init; }

    /// <summary>The same as a word that does not change.</summary>
    public DiagnosisCause Cause { get; init; }

    /// <summary>What else is worth knowing, a sentence each.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>What the process is doing.</summary>
    public RunState State { get; init; }

    /// <summary>What its health check says.</summary>
    public HealthState Health { get; init; }

    /// <summary>Since when it is in this state, in UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>How its last runs ended, the latest first; at most five.</summary>
    public required IReadOnlyList<DiagnosedExit> Exits { get; init; }

    /// <summary>The port it wants and who has it; null when none is configured.</summary>
    public DiagnosedPort? Port { get; init; }

    /// <summary>What it waits for, nearest first; empty when it waits for nothing.</summary>
    public required IReadOnlyList<BlockingDependency> BlockedBy { get; init; }

    /// <summary>The health probe that failed last; null while probes succeed or there are none.</summary>
    public DiagnosedProbe? Probe { get; init; }

    /// <summary>When it is started again by itself, in UTC; null when it is not, or runs.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>How many restarts are left before it is given up.</summary>
    public int AttemptsLeft { get; init; }

    /// <summary>The configuration value that decided; null when none did.</summary>
    public DecidingValue? DecidedBy { get; init; }

    /// <summary>The sentence that sums it up.</summary>
    public override string ToString() => Summary;
}
