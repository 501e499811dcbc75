using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>Writes a configuration as one object with the units of its values beside them, and reads it.</summary>
internal sealed class ProcessConfigurationConverter : JsonConverter<ProcessConfiguration>
{
    private const string Units = "units";

    public override ProcessConfiguration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A configuration must be an object.");
        }

        var units = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.RootElement.TryGetProperty(Units, out var written) && written.ValueKind == JsonValueKind.Object)
        {
            foreach (var unit in written.EnumerateObject())
            {
                units[unit.Name] = unit.Value.ValueKind == JsonValueKind.String ? unit.Value.GetString()! : "";
            }
        }

        return new(Values(document.RootElement).Where(value => value.Key != Units).ToList(), units);
    }

    public override void Write(Utf8JsonWriter writer, ProcessConfiguration value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        WriteValues(writer, value);
        writer.WriteStartObject(Units);
        foreach (var (key, unit) in value.Units)
        {
            writer.WriteString(key, unit);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Values(JsonElement map) =>
        map.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Value(property.Value)));

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()).ToArray(),
        JsonValueKind.Object => Values(value).ToList(),
        _ => throw new JsonException($"A value cannot be {value.ValueKind}."),
    };

    private static void WriteValues(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> values)
    {
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            WriteValue(writer, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case TimeSpan duration:
                writer.WriteNumberValue((long)duration.TotalMilliseconds);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case IEnumerable<string> list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    writer.WriteStringValue(item);
                }

                writer.WriteEndArray();
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                writer.WriteStartObject();
                WriteValues(writer, map);
                writer.WriteEndObject();
                break;
            default:
                throw new JsonException($"A value cannot be a {value.GetType().Name}.");
        }
    }
}
