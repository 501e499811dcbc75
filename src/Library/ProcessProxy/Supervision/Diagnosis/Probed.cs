using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Says in words what a probe found.</summary>
internal static class Probed
{
    /// <summary><c>http://localhost:3000/health answered 503 Service Unavailable (no database)</c>.</summary>
    public static string Describe(HealthCheckResult probe, ProcessSpec spec)
    {
        var body = probe.Body is { } text && ErrorLine.Shorten(text) is { Length: > 0 } shown ? $" ({shown})" : "";
        return probe.Status is null
            ? $"its health check {spec.HealthCheck?.Url} got no answer ({probe.Detail.TrimEnd('.')})"
            : $"its health check {spec.HealthCheck?.Url} {probe.Detail.TrimEnd('.')}{body}";
    }
}
