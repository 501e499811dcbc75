using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Describes the result of a probe.</summary>
internal static class Probed
{
    /// <summary><c>http://localhost:3000/health answered 503 Service Unavailable (no database)</c>.</summary>
    public static string Describe(HealthCheckResult probe, ProcessSpec spec)
    {
        var body = probe.Body is { } text && ErrorLine.Shorten(text) is { Length: > 0 } shown ? $" ({shown})" : "";
        return probe.Status is null
            ? $"its health check {spec.HealthCheck?.Url} got no answer ({probe.Detail.TrimEnd('.')})"
            : $"its health check {spec.HealthCheck?.Url} {probe.Detail.TrimEnd('.')}{body}{Host(probe, spec.HealthCheck)}";
    }

    /// <summary>
    /// The key to change: the time for a start, if a run has never been healthy and does not respond or reports itself that it is not ready; the
    /// timeout, if the run was healthy and does not respond; otherwise the path or the status.
    /// </summary>
    public static string KeyOf(HealthCheckResult probe, bool hasSucceeded, HealthCheckSpec check) =>
        probe.Status is null && probe.Duration >= check.Timeout ? "healthCheck.timeout"
        : !hasSucceeded && probe.Status is null or >= 500 ? "healthCheck.startPeriod"
        : "healthCheck.path";

    /// <summary>Returns whether a framework that checks host names (Django, Rails, Vite) refused the request.</summary>
    private static string Host(HealthCheckResult probe, HealthCheckSpec? check) => (probe.Status, check) switch
    {
        (400 or 403 or 421, { Host: { } host }) => $"; the program may not accept the Host '{host}', which is the domain of its route",
        (400 or 403 or 421, { Url: var url }) => $"; the program may not accept the Host '{url.Authority}': have it allow that, or give its route the domain that it expects",
        _ => "",
    };
}
