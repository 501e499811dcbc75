using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>Makes the providers of OpenTelemetry: what collects, and where it goes.</summary>
internal static class TelemetryProviders
{
    /// <summary>The name of the service, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</summary>
    public const string ServiceName = "processproxy";

    /// <summary>Collects metrics when they are asked for in the format of Prometheus.</summary>
    public static PrometheusCollector ForPrometheus(object scope, IConfiguration environment) => new(Metrics(scope, environment));

    /// <summary>Sends metrics by OTLP, again and again.</summary>
    public static MeterProvider ForOtlpMetrics(object scope, IConfiguration environment) => Metrics(scope, environment)
        .AddOtlpExporter(options => OtlpVariables.Apply(options, environment, "METRICS"))
        .Build();

    /// <summary>Sends traces by OTLP.</summary>
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

    // What the environment says comes last and wins.
    private static void Describe(ResourceBuilder resource) => resource.Clear()
        .AddService(ServiceName, serviceVersion: typeof(TelemetryProviders).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
