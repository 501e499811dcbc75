namespace ProcessProxy;

/// <summary>One process at one moment: what was configured and how it is doing.</summary>
public sealed record ProcessInfo
{
    /// <summary>The key of the process in the configuration.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people; the id when none is configured.</summary>
    public required string Name { get; init; }

    /// <summary>What the process is for, as configured.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the process is started with the server.</summary>
    public bool Enabled { get; init; }

    /// <summary>What the process is doing.</summary>
    public RunState State { get; init; }

    /// <summary>What its health check says.</summary>
    public HealthState Health { get; init; }

    /// <summary>Why it is in this state, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when it is in this state, in UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether a program of it runs now.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The process id of the program, or null when none runs.</summary>
    public int? Pid { get; init; }

    /// <summary>When the program was started, in UTC; kept when a later server reconnects to it.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>How long the program has been running.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>How many restarts in a row its failures have cost; back to zero after a run that lasted.</summary>
    public int RestartCount { get; init; }

    /// <summary>How many restarts are left before it is given up.</summary>
    public int RestartsLeft { get; init; }

    /// <summary>
    /// Whether it fails again and again: true from the second failed run in a row until one has lasted (<c>resetAfter</c>), a command starts
    /// it anew, its configuration changes, or it is stopped.
    /// </summary>
    public bool CrashLooping { get; init; }

    /// <summary>When the next attempt is made, in UTC; only in <see cref="RunState.Backoff"/>.</summary>
    public DateTimeOffset? NextRestartAt { get; init; }

    /// <summary>How the last run ended, or null when none has.</summary>
    public ProcessExit? LastExit { get; init; }

    /// <summary>When it was last restarted, by itself or by an operator, in UTC.</summary>
    public DateTimeOffset? LastRestartTime { get; init; }

    /// <summary>How many probes have failed one after the other.</summary>
    public int HealthCheckFailures { get; init; }

    /// <summary>The last probe, or null when there was none in this run.</summary>
    public HealthCheckResult? LastHealthCheck { get; init; }

    /// <summary>When it runs, or null for a process that is to run all the time.</summary>
    public ProcessSchedule? Schedule { get; init; }

    /// <summary>Gets the absolute path of the PID file; null for a process that has none.</summary>
    public string? PidFile { get; init; }

    /// <summary>Gets the absolute path of the log; null for a process whose output is kept elsewhere.</summary>
    public string? LogFile { get; init; }

    /// <summary>Gets the port that the process was given; null when it was given none.</summary>
    /// <value>Null.</value>
    public int? Port { get; init; }

    /// <summary>Gets the number of this instance, from 1.</summary>
    /// <value>1.</value>
    public int Instance { get; init; } = 1;

    /// <summary>Gets how many instances of the process there are to be.</summary>
    /// <value>1.</value>
    public int Instances { get; init; } = 1;

    /// <summary>Whether this server found the program running rather than starting it.</summary>
    public bool IsReconnected { get; init; }

    /// <summary>The program, as configured.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Args { get; init => field = value ?? []; } = []; // Generated readers set null where an answer has nothing.

    /// <summary>The absolute path of its working directory.</summary>
    public required string Cwd { get; init; }

    /// <summary>The names of its own environment variables; every value is <c>***</c>.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>What it uses, measured a few seconds ago; null while nothing runs, in events and in the answers to commands.</summary>
    public ResourceUse? Resources { get; init; }

    /// <summary>The configuration in force, defaults filled in; only when one process is asked for.</summary>
    public ProcessConfiguration? Configuration { get; init; }

    /// <summary>The id, so that it stands for the process wherever a name is asked for.</summary>
    public override string ToString() => Id;
}
