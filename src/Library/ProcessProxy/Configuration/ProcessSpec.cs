namespace ProcessProxy.Configuration;

/// <summary>Everything that decides how one process is run: complete, immutable, equal by value. Made by the resolver alone.</summary>
public sealed record ProcessSpec
{
    /// <summary>The key of the process in the configuration.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people; the id when none is configured.</summary>
    public required string Name { get; init; }

    /// <summary>What the process is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is started with the server.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What it is launched with. A change here needs a new run; a change anywhere else does not.</summary>
    public required LaunchSpec Launch { get; init; }

    /// <summary>When it is started again.</summary>
    public required RestartSpec Restart { get; init; }

    /// <summary>How it is ended.</summary>
    public required StopSpec Stop { get; init; }

    /// <summary>Its health check, or null for none.</summary>
    public HealthCheckSpec? HealthCheck { get; init; }

    /// <summary>How many bytes of memory it may use, with everything it started, before it is restarted; null for any number.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>The ids of the processes that must be ready before it starts.</summary>
    public ValueList<string> DependsOn { get; init; } = [];

    /// <summary>When it runs, or null for a process that is to run all the time.</summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Whether it is to do something once and end, as a migration does: others that depend on it wait for that end.</summary>
    internal bool IsOneShot => !Restart.OnExit && Schedule is null && HealthCheck is null;
}

/// <summary>What a process is launched with.</summary>
public sealed record LaunchSpec
{
    /// <summary>The program: a name looked up in the child's PATH, or a path relative to <see cref="Cwd"/>.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public ValueList<string> Args { get; init; } = [];

    /// <summary>The absolute path of its working directory.</summary>
    public required string Cwd { get; init; }

    /// <summary>Its own environment variables, expanded; they go over the server's.</summary>
    public ValueMap Env { get; init; } = ValueMap.Empty;

    /// <summary>The environment variables of the server that it does not get.</summary>
    public ValueList<string> Unset { get; init; } = [];

    /// <summary>The absolute path of its PID file.</summary>
    public required string PidFile { get; init; }

    /// <summary>Whether the PID file is removed when the process exits.</summary>
    public required bool CleanupPidOnExit { get; init; }

    /// <summary>Where its output goes.</summary>
    public required LogSpec Log { get; init; }
}

/// <summary>Where a process's output goes.</summary>
public sealed record LogSpec
{
    /// <summary>The absolute path of the log: both outputs when merged, standard output when separate.</summary>
    public required string File { get; init; }

    /// <summary>Whether standard error goes to a file of its own.</summary>
    public required bool Separate { get; init; }

    /// <summary>Whether output is kept at all (<c>settings.logging.logProcessOutput</c>).</summary>
    public required bool Keep { get; init; }

    /// <summary>The size in bytes above which the log is rotated.</summary>
    public required long MaxSize { get; init; }

    /// <summary>How many rotated files are kept.</summary>
    public required int MaxFiles { get; init; }

    /// <summary>The absolute path of standard error's file when <see cref="Separate"/>. Ids cannot make this name for another process's log.</summary>
    public string ErrorFile => File + ".stderr";
}

/// <summary>How the pause before a restart grows.</summary>
public enum RestartBackoff
{
    /// <summary>Every pause is <see cref="RestartSpec.Delay"/>.</summary>
    Constant,

    /// <summary>Each pause is twice the one before, up to <see cref="RestartSpec.MaxDelay"/>.</summary>
    Exponential,
}

/// <summary>When a process is started again.</summary>
public sealed record RestartSpec
{
    /// <summary>Whether it is at all.</summary>
    public required bool OnExit { get; init; }

    /// <summary>The pause before a restart.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>How many restarts in a row are made before giving up.</summary>
    public required int Max { get; init; }

    /// <summary>How the pause grows.</summary>
    public required RestartBackoff Backoff { get; init; }

    /// <summary>The longest pause.</summary>
    public required TimeSpan MaxDelay { get; init; }

    /// <summary>How long a run must last for earlier failures to be forgotten.</summary>
    public required TimeSpan ResetAfter { get; init; }

    /// <summary>By how much of itself a pause is lengthened at most, by chance, so that those that fail together do not start together.</summary>
    /// <value>0 to 100 percent. 0: by nothing.</value>
    public int Jitter { get; init; }
}

/// <summary>How a process is ended.</summary>
/// <param name="Signal">The signal that asks it to: <c>SIGTERM</c>.</param>
/// <param name="Timeout">How long it may take before it is killed.</param>
public sealed record StopSpec(string Signal, TimeSpan Timeout);

/// <summary>What happens to a process that is unhealthy.</summary>
public enum UnhealthyAction
{
    /// <summary>It is restarted.</summary>
    Restart,

    /// <summary>It is shown as unhealthy and left alone.</summary>
    Report,
}

/// <summary>How a process is asked whether it works.</summary>
public sealed record HealthCheckSpec
{
    /// <summary>The URL to GET.</summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// The <c>Host</c> to ask with: the exact domain of the route to the process, as it sees it in requests; null for that of <see cref="Url"/>. Many
    /// frameworks refuse any other.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>The pause between two probes.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How long an answer may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How many failures in a row make the process unhealthy.</summary>
    public required int Retries { get; init; }

    /// <summary>How long after a start failures do not count before the first success.</summary>
    public required TimeSpan StartPeriod { get; init; }

    /// <summary>What happens then.</summary>
    public required UnhealthyAction OnUnhealthy { get; init; }
}
