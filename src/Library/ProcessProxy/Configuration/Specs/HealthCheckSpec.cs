namespace ProcessProxy.Configuration;

/// <summary>Names what happens to a process that is unhealthy.</summary>
public enum UnhealthyAction
{
    /// <summary>It is restarted.</summary>
    Restart,

    /// <summary>It is shown as unhealthy and left alone.</summary>
    Report,
}

/// <summary>Decides how a process is asked whether it works.</summary>
public sealed record HealthCheckSpec
{
    /// <summary>Gets the path that is appended to the address of the process, or a full URL.</summary>
    /// <value><c>/health</c>.</value>
    public string Path { get; init; } = "/health";

    /// <summary>Gets the URL to GET, which <see cref="Path"/> leads to.</summary>
    /// <value><c>http://localhost/health</c>.</value>
    public Uri Url { get; init; } = new("http://localhost/health");

    /// <summary>
    /// Gets the <c>Host</c> to ask with: the exact domain of the route to the process, as the process sees it in requests; null for the host of
    /// <see cref="Url"/>. Many frameworks refuse any other.
    /// </summary>
    /// <value>Null.</value>
    public string? Host { get; init; }

    /// <summary>Gets the pause between two probes.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long an answer may take.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how many failures in a row make the process unhealthy.</summary>
    /// <value>3.</value>
    public int Retries { get; init; } = 3;

    /// <summary>Gets how long after a start failures do not count before the first success.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan StartPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets what happens to a process that is unhealthy.</summary>
    /// <value><see cref="UnhealthyAction.Restart"/>.</value>
    public UnhealthyAction OnUnhealthy { get; init; } = UnhealthyAction.Restart;

    /// <summary>Whether the check is wanted, while it is being read: one that is not is null when the process is complete.</summary>
    internal bool Enabled { get; init; }
}
