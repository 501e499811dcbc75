using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The JSON format of the management API: camelCase, UTC times ending in <c>Z</c>, durations in whole milliseconds, nulls written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = false,
    // The response does not always come from one of our servers: whoever receives an object need not check whether it is complete.
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(UtcTimeConverter), typeof(MillisecondsConverter),
        typeof(CamelCaseEnumConverter<RunState>), typeof(CamelCaseEnumConverter<HealthState>),
        typeof(CamelCaseEnumConverter<LogStream>), typeof(CamelCaseEnumConverter<ReloadActionKind>),
        typeof(CamelCaseEnumConverter<ProcessEventKind>), typeof(CamelCaseEnumConverter<ConfigurationState>),
        typeof(CamelCaseEnumConverter<ReloadMode>), typeof(CamelCaseEnumConverter<DiagnosisCause>),
        typeof(CamelCaseEnumConverter<RunResult>), typeof(CamelCaseEnumConverter<ProblemSeverity>),
    ])]
[JsonSerializable(typeof(ApiResponse<IReadOnlyList<ProcessInfo>>))]
[JsonSerializable(typeof(ApiResponse<ProcessInfo>))]
[JsonSerializable(typeof(ApiResponse<ProcessDiagnosis>))]
[JsonSerializable(typeof(ApiResponse<ResourceHistory>))]
[JsonSerializable(typeof(ApiResponse<IReadOnlyList<RouteActivity>>))]
[JsonSerializable(typeof(ApiResponse<LogPage>))]
[JsonSerializable(typeof(ApiResponse<IReadOnlyList<ReloadAction>>))]
[JsonSerializable(typeof(ApiResponse<IReadOnlyList<PlannedChange>>))]
[JsonSerializable(typeof(ApiResponse<ServerStatus>))]
[JsonSerializable(typeof(ApiResponse<ServerUpgrade>))]
[JsonSerializable(typeof(ApiResponse<string>))]
[JsonSerializable(typeof(ApiResponse<SessionInfo>))]
[JsonSerializable(typeof(ApiFailure))]
[JsonSerializable(typeof(ProcessEvent))]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>Writes a time as <c>2026-01-02T03:04:05.678Z</c>.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte["2026-01-02T03:04:05.678Z"u8.Length];
        value.UtcDateTime.TryFormat(text, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text);
    }
}

/// <summary>Writes a duration as whole milliseconds.</summary>
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    private const long Longest = long.MaxValue / TimeSpan.TicksPerMillisecond;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetInt64() is >= -Longest and <= Longest and var duration
            ? TimeSpan.FromMilliseconds(duration)
            : throw new JsonException("A duration is longer than any can be.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((long)value.TotalMilliseconds);
}

/// <summary>Writes an enum value as its name in camelCase and reads nothing else.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
