using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>The metrics and traces of one server, and their exporters.</summary>
internal sealed class ServerTelemetry : IAsyncDisposable
{
    /// <summary>The time for sending the last metrics and traces when the server stops.</summary>
    /// <value>2 seconds.</value>
    private const int FlushTimeout = 2000;

    private readonly MeterProvider? sentMetrics;
    private readonly TracerProvider? sentTraces;

    /// <summary>Starts the exporters that the environment requests.</summary>
    /// <param name="scope">The supervisor, which is the scope of all meters of this server: another one in the same program has its own.</param>
    /// <param name="environment">The source of the standard variables.</param>
    public ServerTelemetry(object scope, IConfiguration environment)
    {
        var settings = TelemetrySettings.Read(environment);
        Meter = new Meter(new MeterOptions(ProcessSupervisorMeter.Name) { Scope = scope });
        Traces = settings.ExportsTraces ? new ActivitySource(ProcessSupervisorMeter.Name) : null;
        sentMetrics = settings.ExportsMetrics ? TelemetryProviders.ForOtlpMetrics(scope, environment) : null;
        sentTraces = Traces is null ? null : TelemetryProviders.ForOtlpTraces(Traces.Name, environment);
        Prometheus = settings.IsDisabled ? null : new PrometheusScrape(() => TelemetryProviders.ForPrometheus(scope, environment));
    }

    /// <summary>Gets the meter of this server.</summary>
    public Meter Meter { get; }

    /// <summary>Gets the source of spans; null if they are not exported.</summary>
    public ActivitySource? Traces { get; }

    /// <summary>Gets the handler for scrapes; null if <c>OTEL_SDK_DISABLED</c> disables it.</summary>
    public PrometheusScrape? Prometheus { get; }

    /// <summary>Sends pending data, if this is quick, and releases everything.</summary>
    public async ValueTask DisposeAsync()
    {
        // They block, and without a collector, the end of the server would wait for it twice.
        await Task.WhenAll(
            Task.Run(() => sentMetrics?.Shutdown(FlushTimeout)),
            Task.Run(() => sentTraces?.Shutdown(FlushTimeout))).ConfigureAwait(false);
        sentMetrics?.Dispose();
        sentTraces?.Dispose();
        if (Prometheus is not null)
        {
            await Prometheus.DisposeAsync().ConfigureAwait(false);
        }

        Traces?.Dispose();
        Meter.Dispose();
    }
}
