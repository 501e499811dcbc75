namespace ProcessProxy;

/// <summary>The health of a process.</summary>
public enum HealthState
{
    /// <summary>The process has no health check.</summary>
    None,

    /// <summary>There is a health check, but no result yet for this run.</summary>
    Unknown,

    /// <summary>The process is healthy.</summary>
    Healthy,

    /// <summary>The last <c>healthCheck.retries</c> probes have failed.</summary>
    Unhealthy,
}
