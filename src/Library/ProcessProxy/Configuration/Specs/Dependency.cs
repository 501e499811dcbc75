namespace ProcessProxy.Configuration;

/// <summary>Specifies when a dependency is ready.</summary>
public enum DependencyCondition
{
    /// <summary>The process is running.</summary>
    Started,

    /// <summary>The process is running and its health check has succeeded.</summary>
    Healthy,

    /// <summary>A run of the process has exited with code 0 since the last normal start of the server.</summary>
    Completed,
}

/// <summary>A process that must be ready before another process starts.</summary>
/// <param name="Id">The id of the process.</param>
/// <param name="Condition">
/// When it is ready. If null: <see cref="DependencyCondition.Healthy"/> if it has a health check, <see cref="DependencyCondition.Completed"/>
/// if it is never restarted and has no schedule, otherwise <see cref="DependencyCondition.Started"/>.
/// </param>
public sealed record Dependency(string Id, DependencyCondition? Condition = null)
{
    /// <summary>Creates a dependency with the default condition.</summary>
    /// <param name="id">The id of the process.</param>
    public static implicit operator Dependency(string id) => new(id);

    /// <summary>Creates a dependency with the default condition.</summary>
    /// <param name="id">The id of the process.</param>
    public static Dependency FromString(string id) => new(id);
}
