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

    /// <summary>Gets whether the process runs once and exits, such as a migration; processes that depend on it wait for its exit.</summary>
    internal bool IsOneShot => Restart.OnExit == RestartCondition.Never && Schedule is null && HealthCheck is null;
}
