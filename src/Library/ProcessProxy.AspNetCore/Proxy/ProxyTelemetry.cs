using System.Diagnostics;
using System.Diagnostics.Metrics;
using ProcessProxy.AspNetCore.Proxy.Traffic;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The telemetry of the proxy, for exporters of metrics and traces.</summary>
/// <param name="Meter">The meter of its metrics.</param>
/// <param name="Traces">Creates spans; null if they are not exported, and then they cost nothing.</param>
internal sealed record ProxyTelemetry(Meter Meter, ActivitySource? Traces)
{
    /// <summary>Gets the durations of requests.</summary>
    public RouteDurations Durations { get; } = new(Meter);
}
