using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>Creates the providers of OpenTelemetry, with their exporters.</summary>
internal static class TelemetryProviders
{
    /// <summary>The name of the service, unless <c>OTEL_SERVICE_NAME</c> is set.</summary>
    public const string ServiceName = "processproxy";

    /// <summary>Collects metrics on request for Prometheus.</summary>
    public static PrometheusCollector ForPrometheus(object scope, IConfiguration environment) => new(Metrics(scope, environment));

    /// <summary>Sends metrics periodically over OTLP.</summary>
    public static MeterProvider ForOtlpMetrics(object scope, IConfiguration environment) => Metrics(scope, environment)
        .AddOtlpExporter(options => OtlpVariables.Apply(options, environment, "METRICS"))
        .Build();

    /// <summary>Sends traces over OTLP.</summary>
    public static TracerProvider ForOtlpTraces(string source, IConfiguration environment) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(environment))
        .ConfigureResource(Describe)
        .AddSource(source)
        .AddOtlpExporter(options => OtlpVariables.Apply(options, environment, "TRACES"))
        .Build();

    private static MeterProviderBuilder Metrics(object scope, IConfiguration environment) => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(environment))
        .ConfigureResource(Describe)
        .AddMeter(ProcessSupervisorMeter.Name)
        .AddView(instrument => ReferenceEquals(instrument.Meter.Scope, scope) ? null : MetricStreamConfiguration.Drop);

    // The environment comes last and wins.
    private static void Describe(ResourceBuilder resource) => resource.Clear()
        .AddService(ServiceName, serviceVersion: typeof(TelemetryProviders).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
