using OpenTelemetry.Metrics;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>Collects metrics when they are asked for, and tells them in the text format of Prometheus.</summary>
/// <remarks>One call at a time.</remarks>
internal sealed class PrometheusCollector : IDisposable
{
    private readonly PrometheusFormat format = new();
    private readonly BaseExportingMetricReader reader;
    private readonly MeterProvider provider;

    /// <summary>Begins to count.</summary>
    /// <param name="metrics">Which metrics.</param>
    public PrometheusCollector(MeterProviderBuilder metrics)
    {
        reader = new BaseExportingMetricReader(format);
        provider = metrics.AddReader(reader).Build();
    }

    /// <summary>All metrics as they are now.</summary>
    /// <exception cref="InvalidOperationException">They could not be collected.</exception>
    public string Collect() => reader.Collect() ? format.Text : throw new InvalidOperationException("The metrics could not be collected.");

    public void Dispose() => provider.Dispose();
}
