using Microsoft.Extensions.Configuration;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>The standard environment variables of OpenTelemetry that decide whether anything is exported. The exporter reads the details itself.</summary>
/// <param name="IsDisabled"><c>OTEL_SDK_DISABLED</c>: nothing is exported.</param>
/// <param name="ExportsMetrics">Whether metrics are sent over OTLP.</param>
/// <param name="ExportsTraces">Whether traces are sent over OTLP.</param>
internal sealed record TelemetrySettings(bool IsDisabled, bool ExportsMetrics, bool ExportsTraces)
{
    /// <summary>Returns the environment of this program.</summary>
    public static IConfiguration Environment() => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>Reads the variables.</summary>
    public static TelemetrySettings Read(IConfiguration environment)
    {
        var isDisabled = "true".Equals(environment["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase);
        return new TelemetrySettings(isDisabled, !isDisabled && Exports(environment, "METRICS"), !isDisabled && Exports(environment, "TRACES"));
    }

    /// <summary>Decides whether to export: as the exporter variable says; without it, over OTLP if there is an endpoint.</summary>
    private static bool Exports(IConfiguration environment, string signal)
    {
        if (environment[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } named)
        {
            return named.Split(',', StringSplitOptions.TrimEntries).Contains("otlp", StringComparer.OrdinalIgnoreCase);
        }

        return !string.IsNullOrEmpty(environment["OTEL_EXPORTER_OTLP_ENDPOINT"]) || !string.IsNullOrEmpty(environment[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);
    }
}
