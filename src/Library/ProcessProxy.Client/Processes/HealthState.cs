namespace ProcessProxy;

/// <summary>What the health check of a process says about it.</summary>
public enum HealthState
{
    /// <summary>The process has no health check.</summary>
    None,

    /// <summary>There is a health check, and no verdict yet for this run.</summary>
    Unknown,

    /// <summary>The last verdict is good.</summary>
    Healthy,

    /// <summary>As many probes as <c>healthCheck.retries</c> failed one after the other.</summary>
    Unhealthy,
}
