using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>
/// The variables of one kind of telemetry (<c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>), which win over those of all kinds. The
/// exporter reads only the latter by itself when it is added to a single provider.
/// </summary>
internal static class OtlpVariables
{
    /// <summary>Applies what is there. What cannot be read leaves the exporter's own value, as the standard says.</summary>
    /// <param name="options">How the exporter sends.</param>
    /// <param name="environment">Where the variables are read.</param>
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
