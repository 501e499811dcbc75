namespace ProcessProxy.Configuration;

/// <summary>Decides how one process is run: complete, immutable, equal by value.</summary>
public sealed record ProcessSpec
{
    /// <summary>Gets the key of the process in the configuration.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name for people.</summary>
    /// <value>The id.</value>
    public string Name { get => field.Length == 0 ? Id : field; init; } = "";

    /// <summary>Gets what the process is for.</summary>
    /// <value>Null.</value>
    public string? Description { get; init; }

    /// <summary>Gets whether the process is started with the server.</summary>
    /// <value>True.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets what the process is launched with. A change here needs a new run; a change anywhere else does not.</summary>
    public required LaunchSpec Launch { get; init; }

    /// <summary>Gets when the process is started again.</summary>
    public RestartSpec Restart { get; init; } = new();

    /// <summary>Gets how the process is ended.</summary>
    public StopSpec Stop { get; init; } = new();

    /// <summary>Gets the health check; null for none.</summary>
    /// <value>Null.</value>
    public HealthCheckSpec? HealthCheck { get; init; }

    /// <summary>Gets how many bytes of memory the process may use, with everything it started, before it is restarted; null for any number.</summary>
    /// <value>Null.</value>
    public long? MaxMemory { get; init; }

    /// <summary>Gets the processes that must be ready before this one starts.</summary>
    /// <value>None.</value>
    public ValueList<Dependency> DependsOn { get; init; } = [];

    /// <summary>Gets when the process runs; null for one that is to run all the time.</summary>
    /// <value>Null.</value>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Whether it is to do something once and end, as a migration does: others that depend on it wait for that end.</summary>
    internal bool IsOneShot => Restart.OnExit == RestartCondition.Never && Schedule is null && HealthCheck is null;
}
