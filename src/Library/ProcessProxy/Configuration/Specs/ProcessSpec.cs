namespace ProcessProxy.Configuration;

/// <summary>The complete configuration of one process. It is immutable and compared by value.</summary>
public sealed record ProcessSpec
{
    /// <summary>Gets the key of the process in the configuration.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string Id { get; init; }

    /// <summary>Gets the display name.</summary>
    /// <value>The default is the id.</value>
    public string Name { get => string.IsNullOrEmpty(field) ? Id : field; init; } = "";

    /// <summary>Gets the description of the process.</summary>
    /// <value>The default is null.</value>
    public string? Description { get; init; }

    /// <summary>Gets whether the process starts with the server.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the launch settings. Only a change of these settings requires a restart of the process.</summary>
    /// <value>There is no default; the value is required.</value>
    public required LaunchSpec Launch { get; init; }

    /// <summary>Gets the command that runs before each launch; null for none.</summary>
    /// <value>The default is null.</value>
    public PreStartSpec? PreStart { get; init; }

    /// <summary>Gets the restart policy.</summary>
    /// <value>The default is a <see cref="RestartSpec"/> with its own defaults.</value>
    public RestartSpec Restart { get; init; } = new();

    /// <summary>Gets how the process is stopped.</summary>
    /// <value>The default is a <see cref="StopSpec"/> with its own defaults.</value>
    public StopSpec Stop { get; init; } = new();

    /// <summary>Gets the health check; null for none.</summary>
    /// <value>The default is null.</value>
    public HealthCheckSpec? HealthCheck { get; init; }

    /// <summary>Gets the memory limit in bytes of the process and everything it started, above which it is restarted; null for no limit.</summary>
    /// <value>A size in bytes. The default is null.</value>
    public long? MaxMemory { get; init; }

    /// <summary>Gets the processes that must be ready before this one starts.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<Dependency> DependsOn { get; init; } = [];

    /// <summary>Gets the schedule; null for a process that runs continuously.</summary>
    /// <value>The default is null.</value>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Gets the port that the process is given; null for none.</summary>
    /// <value>The default is null.</value>
    public PortSpec? Port { get; init; }

    /// <summary>Gets the number of instances, which are supervised one by one.</summary>
    /// <value>A number of instances. The default is 1.</value>
    public int Instances { get; init; } = 1;

    /// <summary>Gets how a new program takes over from the running one.</summary>
    /// <value>The default is a <see cref="ReplaceSpec"/> with its own defaults.</value>
    public ReplaceSpec Replace { get; init; } = new();

    /// <summary>Gets what starts the process.</summary>
    /// <value>The default is <see cref="StartMode.Server"/>.</value>
    public StartMode Start { get; init; }

    /// <summary>Gets the time without a request after which the process is stopped until the next one; zero for never.</summary>
    /// <value>A duration. The default is zero, and 10 minutes for a process that starts on demand.</value>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>The largest number of instances.</summary>
    internal const int MostInstances = 100;

    /// <summary>Gets whether more than one program can run, or the process can sleep, so that a group supervises it.</summary>
    internal bool IsGrouped => Port is not null || IsNumbered || Replace.Mode == ReplaceMode.Rolling || Start == StartMode.OnDemand || IdleTimeout > TimeSpan.Zero;

    /// <summary>Gets whether its texts can name the number of an instance, <c>${INSTANCE}</c>: <c>instances</c> is written, if only 1.</summary>
    internal bool IsNumbered { get => field || Instances > 1; init; }

    /// <summary>Gets the process as it is configured, of which this is one program; null for a process with one program.</summary>
    internal ProcessSpec? Process { get; init; }

    /// <summary>Gets the ID of the process as it is configured, whichever of its programs this is.</summary>
    internal string ProcessId => Process?.Id ?? Id;

    /// <summary>Gets whether it starts without a command if nothing of it is running.</summary>
    internal bool StartsItself { get; init; } = true;

    /// <summary>Gets whether the process runs once and exits, such as a migration; processes that depend on it wait for its exit.</summary>
    internal bool IsOneShot => Restart.OnExit == RestartCondition.Never && Schedule is null && HealthCheck is null;
}
