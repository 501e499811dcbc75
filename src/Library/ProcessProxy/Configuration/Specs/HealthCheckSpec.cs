namespace ProcessProxy.Configuration;

/// <summary>Specifies what happens to an unhealthy process.</summary>
public enum UnhealthyAction
{
    /// <summary>The process is restarted.</summary>
    Restart,

    /// <summary>The process is reported as unhealthy and keeps running.</summary>
    Report,
}

/// <summary>The health check of a process.</summary>
public sealed record HealthCheckSpec
{
    /// <summary>Gets the path that is appended to the address of the process, or a full URL.</summary>
    /// <value>The default is <c>/health</c>.</value>
    public string Path { get; init; } = "/health";

    /// <summary>Gets the URL to request, derived from <see cref="Path"/>.</summary>
    /// <value>The default is <c>http://localhost/health</c>.</value>
    public Uri Url { get; init; } = new("http://localhost/health");

    /// <summary>
    /// Gets the <c>Host</c> of the probes: the exact domain of the route to the process, as the process sees it in requests; null for the host of
    /// <see cref="Url"/>. Many frameworks refuse any other.
    /// </summary>
    /// <value>The default is null.</value>
    public string? Host { get; init; }

    /// <summary>Gets the time between two probes.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time to wait for a response.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the number of consecutive failures that make the process unhealthy.</summary>
    /// <value>A number of failures. The default is 3.</value>
    public int Retries { get; init; } = 3;

    /// <summary>Gets the time after a start in which failures do not count, until the first success.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan StartPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets what happens if the process is unhealthy.</summary>
    /// <value>The default is <see cref="UnhealthyAction.Restart"/>.</value>
    public UnhealthyAction OnUnhealthy { get; init; } = UnhealthyAction.Restart;

    /// <summary>Gets whether the check is enabled, while the configuration is read; a disabled check is null in the complete process.</summary>
    internal bool Enabled { get; init; }
}
