namespace ProcessProxy.Configuration;

/// <summary>Names when a process that others depend on is ready for them.</summary>
public enum DependencyCondition
{
    /// <summary>It runs.</summary>
    Started,

    /// <summary>It runs and its health check has succeeded.</summary>
    Healthy,

    /// <summary>A run of it has ended with exit code 0 since the server's last orderly start.</summary>
    Completed,
}

/// <summary>Names a process that must be ready before another one starts.</summary>
/// <param name="Id">The id of the process.</param>
/// <param name="Condition">
/// When it is ready. Null: <see cref="DependencyCondition.Healthy"/> where it has a health check, <see cref="DependencyCondition.Completed"/>
/// where it is never restarted and has no schedule, else <see cref="DependencyCondition.Started"/>.
/// </param>
public sealed record Dependency(string Id, DependencyCondition? Condition = null)
{
    /// <summary>Names a process that is ready under the usual condition.</summary>
    /// <param name="id">The id of the process.</param>
    public static implicit operator Dependency(string id) => new(id);

    /// <summary>Names a process that is ready under the usual condition.</summary>
    /// <param name="id">The id of the process.</param>
    public static Dependency FromString(string id) => new(id);
}
