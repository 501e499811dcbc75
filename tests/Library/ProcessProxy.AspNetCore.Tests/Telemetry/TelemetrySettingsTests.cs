using Microsoft.Extensions.Configuration;
using ProcessProxy.AspNetCore.Telemetry;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Telemetry;

public class TelemetrySettingsTests
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_SERVICE_NAME=x", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4317", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4317", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317 OTEL_TRACES_EXPORTER=none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317 OTEL_METRICS_EXPORTER=prometheus", false, true)]
    [InlineData("OTEL_METRICS_EXPORTER=prometheus,otlp", true, false)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317 OTEL_SDK_DISABLED=true", false, false)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp OTEL_SDK_DISABLED=TRUE", false, false)]
    public void The_standard_variables_say_what_is_sent(string variables, bool metrics, bool traces)
    {
        var settings = TelemetrySettings.Read(Variables.Of(variables));
        Assert.Equal((metrics, traces), (settings.ExportsMetrics, settings.ExportsTraces));
    }
}

/// <summary>An environment of a test's own.</summary>
internal static class Variables
{
    public static IConfiguration Of(string variables) => new ConfigurationBuilder().AddInMemoryCollection(
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2))
            .Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1]))).Build();
}
