using OpenTelemetry.Metrics;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>Collects metrics on request, and writes them in the text format of Prometheus.</summary>
/// <remarks>One call at a time.</remarks>
internal sealed class PrometheusCollector : IDisposable
{
    private readonly PrometheusFormat format = new();
    private readonly BaseExportingMetricReader reader;
    private readonly MeterProvider provider;

    /// <summary>Starts collecting.</summary>
    /// <param name="metrics">The metrics to collect.</param>
    public PrometheusCollector(MeterProviderBuilder metrics)
    {
        reader = new BaseExportingMetricReader(format);
        provider = metrics.AddReader(reader).Build();
    }

    /// <summary>Returns all current metrics.</summary>
    /// <exception cref="InvalidOperationException">They could not be collected.</exception>
    public string Collect() => reader.Collect() ? format.Text : throw new InvalidOperationException("The metrics could not be collected.");

    public void Dispose() => provider.Dispose();
}
