using System.Diagnostics;
using System.Diagnostics.Metrics;
using ProcessProxy.AspNetCore.Proxy.Traffic;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>What the proxy tells of its requests to whoever exports metrics and traces.</summary>
/// <param name="Meter">Where its metrics belong.</param>
/// <param name="Traces">Begins spans; null when nobody exports them, and then requests cost nothing for it.</param>
internal sealed record ProxyTelemetry(Meter Meter, ActivitySource? Traces)
{
    /// <summary>How long requests took.</summary>
    public RouteDurations Durations { get; } = new(Meter);
}
