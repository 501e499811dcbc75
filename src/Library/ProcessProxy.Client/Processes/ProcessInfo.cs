using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The configuration and the state of one process at one moment.</summary>
public sealed record ProcessInfo
{
    /// <summary>Gets the key of the process in the configuration.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the display name; the ID if no name is configured.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the configured description.</summary>
    public string? Description { get; init; }

    /// <summary>Gets whether the process starts with the server.</summary>
    public bool Enabled { get; init; }

    /// <summary>Gets the state of the process.</summary>
    public RunState State { get; init; }

    /// <summary>Gets the health of the process.</summary>
    public HealthState Health { get; init; }

    /// <summary>Gets the reason for the state, as text.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the time the process entered this state, in UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Gets whether its program is running.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Gets the process ID of the program, or null if it is not running.</summary>
    public int? Pid { get; init; }

    /// <summary>Gets the time the program was started, in UTC; it does not change when a later server reconnects.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Gets how long the program has been running.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>Gets the number of consecutive restarts after failures; reset after a run of sufficient length.</summary>
    public int RestartCount { get; init; }

    /// <summary>Gets the number of restarts left before the process has failed.</summary>
    public int RestartsLeft { get; init; }

    /// <summary>
    /// Gets whether the process fails repeatedly: true from the second failed run in a row until a run lasts (<c>resetAfter</c>), a command starts
    /// the process, its configuration changes, or it is stopped.
    /// </summary>
    public bool CrashLooping { get; init; }

    /// <summary>Gets the time of the next start attempt, in UTC; only in <see cref="RunState.Backoff"/>.</summary>
    public DateTimeOffset? NextRestartAt { get; init; }

    /// <summary>Gets how the last run ended, or null if no run has ended.</summary>
    public ProcessExit? LastExit { get; init; }

    /// <summary>Gets the time of the last restart, automatic or by an operator, in UTC.</summary>
    public DateTimeOffset? LastRestartTime { get; init; }

    /// <summary>Gets the number of consecutive failed probes.</summary>
    public int HealthCheckFailures { get; init; }

    /// <summary>Gets the last probe, or null if there was none in this run.</summary>
    public HealthCheckResult? LastHealthCheck { get; init; }

    /// <summary>Gets the schedule, or null for a process that runs continuously.</summary>
    public ProcessSchedule? Schedule { get; init; }

    /// <summary>Gets the absolute path of the PID file; null if there is none.</summary>
    public string? PidFile { get; init; }

    /// <summary>Gets the absolute path of the log; null if the output is kept elsewhere.</summary>
    public string? LogFile { get; init; }

    /// <summary>Gets the port that the process was given; null if there is none.</summary>
    /// <value>Null.</value>
    public int? Port { get; init; }

    /// <summary>Gets the number of this instance, from 1.</summary>
    /// <value>1.</value>
    public int Instance { get; init; } = 1;

    /// <summary>Gets the instances, in order of their numbers; null for a process with one instance, and for an instance.</summary>
    /// <value>Null.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProcessInfo>? Instances { get; init => field = value is null ? null : value.Select(one => one with { IsOneOfSeveral = true }).ToArray(); }

    /// <summary>Gets whether the process was stopped because no request came; the next request starts it.</summary>
    /// <value>False.</value>
    public bool Asleep { get; init; }

    /// <summary>Gets whether what runs is not what the configuration describes, because a replacement has failed or is under way.</summary>
    /// <value>False.</value>
    public bool Outdated { get; init; }

    /// <summary>Gets how the last replacement has failed; null if it has not.</summary>
    /// <value>Null.</value>
    public ReplacementFailure? ReplacementFailure { get; init; }

    /// <summary>Gets whether this server reconnected to the running program instead of starting it.</summary>
    public bool IsReconnected { get; init; }

    /// <summary>Gets the configured program.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the arguments of the program.</summary>
    public IReadOnlyList<string> Args { get; init => field = value ?? []; } = []; // Generated readers set null if a response has no value.

    /// <summary>Gets the absolute path of the working directory.</summary>
    public required string Cwd { get; init; }

    /// <summary>Gets the names of the configured environment variables; every value is <c>***</c>.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>Gets the recently measured resource use; null while nothing runs, in events and in the responses to commands.</summary>
    public ResourceUse? Resources { get; init; }

    /// <summary>Gets the current configuration, including defaults; only if a single process was requested.</summary>
    public ProcessConfiguration? Configuration { get; init; }

    /// <summary>Gets whether it is one instance of a process with several.</summary>
    internal bool IsOneOfSeveral { get; init; }

    /// <summary>Gets the name under which its program is known to the supervisor, which measures it; the ID if none was given.</summary>
    internal string Key { get => field ?? Id; init; }

    /// <summary>Gets its name in calls: the ID, and for one of several instances also its number, <c>web:2</c>.</summary>
    internal string Address => IsOneOfSeveral ? new InstanceId(Id, Instance).ToString() : Id;

    /// <summary>Returns the ID, for one of several instances with its number, so that the process can be used wherever a name is expected.</summary>
    public override string ToString() => Address;
}
