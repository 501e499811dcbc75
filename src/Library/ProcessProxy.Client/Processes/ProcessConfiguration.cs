namespace ProcessProxy;

/// <summary>The configuration in force for one process, every default filled in. Names are those of the configuration file.</summary>
public sealed record ProcessConfiguration
{
    /// <summary>Whether the process is started again when it ends.</summary>
    public bool RestartOnExit { get; init; }

    /// <summary>The pause before a restart.</summary>
    public TimeSpan RestartDelay { get; init; }

    /// <summary>How many restarts in a row are made before giving up.</summary>
    public int MaxRestarts { get; init; }

    /// <summary><c>constant</c> or <c>exponential</c>.</summary>
    public required string RestartBackoff { get; init; }

    /// <summary>The longest pause an exponential backoff reaches.</summary>
    public TimeSpan MaxRestartDelay { get; init; }

    /// <summary>How long a run must last for earlier failures to be forgotten.</summary>
    public TimeSpan ResetAfter { get; init; }

    /// <summary>The signal that asks the process to end.</summary>
    public required string StopSignal { get; init; }

    /// <summary>How long the process may take to end before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; }

    /// <summary>Whether the PID file is removed when the process exits.</summary>
    public bool CleanupPidOnExit { get; init; }

    /// <summary><c>merged</c> or <c>separate</c>.</summary>
    public required string Output { get; init; }

    /// <summary>How many bytes of memory it may use before it is restarted, or null for any number.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>The processes that must be ready before this one starts.</summary>
    public IReadOnlyList<string> DependsOn { get; init => field = value ?? []; } = [];

    /// <summary>The health check, or null when there is none.</summary>
    public HealthCheckConfiguration? HealthCheck { get; init; }

    /// <summary>The schedule, or null for a process that is to run all the time.</summary>
    public ScheduleConfiguration? Schedule { get; init; }

    /// <summary>Whether and how it is restarted.</summary>
    public override string ToString() => RestartOnExit ? $"restarted {MaxRestarts} times, each after {RestartDelay}" : "not restarted";
}

/// <summary>The health check in force for one process.</summary>
public sealed record HealthCheckConfiguration
{
    /// <summary>The URL that is asked.</summary>
    public required string Url { get; init; }

    /// <summary>The pause between two probes.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How many failures in a row make the process unhealthy.</summary>
    public int Retries { get; init; }

    /// <summary>How long after a start failures do not count yet.</summary>
    public TimeSpan StartPeriod { get; init; }

    /// <summary><c>restart</c> or <c>report</c>.</summary>
    public required string OnUnhealthy { get; init; }

    /// <summary>The URL and how often it is asked.</summary>
    public override string ToString() => $"{Url} every {Interval}";
}
