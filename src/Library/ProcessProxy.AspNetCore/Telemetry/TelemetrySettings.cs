using Microsoft.Extensions.Configuration;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>What the standard environment variables of OpenTelemetry say of whether anything is exported. How, the exporter reads by itself.</summary>
/// <param name="IsDisabled"><c>OTEL_SDK_DISABLED</c>: nothing is exported, to nobody.</param>
/// <param name="ExportsMetrics">Whether metrics are sent by OTLP.</param>
/// <param name="ExportsTraces">Whether traces are sent by OTLP.</param>
internal sealed record TelemetrySettings(bool IsDisabled, bool ExportsMetrics, bool ExportsTraces)
{
    /// <summary>The environment of this program.</summary>
    public static IConfiguration Environment() => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>Reads them.</summary>
    public static TelemetrySettings Read(IConfiguration environment)
    {
        var isDisabled = "true".Equals(environment["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase);
        return new TelemetrySettings(isDisabled, !isDisabled && Exports(environment, "METRICS"), !isDisabled && Exports(environment, "TRACES"));
    }

    /// <summary>Who names an exporter is heeded; who does not gets OTLP as soon as there is somewhere to send to.</summary>
    private static bool Exports(IConfiguration environment, string signal)
    {
        if (environment[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } named)
        {
            return named.Split(',', StringSplitOptions.TrimEntries).Contains("otlp", StringComparer.OrdinalIgnoreCase);
        }

        return !string.IsNullOrEmpty(environment["OTEL_EXPORTER_OTLP_ENDPOINT"]) || !string.IsNullOrEmpty(environment[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);
    }
}
