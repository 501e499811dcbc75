using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>Metrics and traces of one server: what makes them, and who gets them.</summary>
internal sealed class ServerTelemetry : IAsyncDisposable
{
    /// <summary>How long the last metrics and traces may take to be sent when the server stops.</summary>
    /// <value>2 seconds.</value>
    private const int FlushTimeout = 2000;

    private readonly MeterProvider? sentMetrics;
    private readonly TracerProvider? sentTraces;

    /// <summary>Begins to send what the environment says is to be sent.</summary>
    /// <param name="scope">The supervisor, which is the scope of all meters of this server: another one in the same program has its own.</param>
    /// <param name="environment">Where the standard variables are read.</param>
    public ServerTelemetry(object scope, IConfiguration environment)
    {
        var settings = TelemetrySettings.Read(environment);
        Meter = new Meter(new MeterOptions(ProcessSupervisorMeter.Name) { Scope = scope });
        Traces = settings.ExportsTraces ? new ActivitySource(ProcessSupervisorMeter.Name) : null;
        sentMetrics = settings.ExportsMetrics ? TelemetryProviders.ForOtlpMetrics(scope, environment) : null;
        sentTraces = Traces is null ? null : TelemetryProviders.ForOtlpTraces(Traces.Name, environment);
        Prometheus = settings.IsDisabled ? null : new PrometheusScrape(() => TelemetryProviders.ForPrometheus(scope, environment));
    }

    /// <summary>Where the metrics of this server belong.</summary>
    public Meter Meter { get; }

    /// <summary>Begins spans; null when nobody exports them.</summary>
    public ActivitySource? Traces { get; }

    /// <summary>Answers who scrapes; null when <c>OTEL_SDK_DISABLED</c> says that nobody is answered.</summary>
    public PrometheusScrape? Prometheus { get; }

    /// <summary>Sends what has not been sent, as far as it goes quickly, and lets go of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        // They block, and a collector that is not there would have the server's end wait for it twice.
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
