using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>
/// The variables of one signal (<c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>), which override those for all signals. The
/// exporter itself reads only the latter when it is added to a single provider.
/// </summary>
internal static class OtlpVariables
{
    /// <summary>Applies the variables. An invalid one leaves the exporter's own value, as the standard requires.</summary>
    /// <param name="options">The options of the exporter.</param>
    /// <param name="environment">The source of the variables.</param>
    /// <param name="signal"><c>METRICS</c> or <c>TRACES</c>.</param>
    public static void Apply(OtlpExporterOptions options, IConfiguration environment, string signal)
    {
        string? Read(string name) => environment[$"OTEL_EXPORTER_OTLP_{signal}_{name}"];
        if (Uri.TryCreate(Read("ENDPOINT"), UriKind.Absolute, out var endpoint))
        {
            options.Endpoint = endpoint;
        }

        options.Protocol = Read("PROTOCOL") switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            _ => options.Protocol,
        };
        options.Headers = Read("HEADERS") ?? options.Headers;
        if (int.TryParse(Read("TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var timeout))
        {
            options.TimeoutMilliseconds = timeout;
        }
    }
}
