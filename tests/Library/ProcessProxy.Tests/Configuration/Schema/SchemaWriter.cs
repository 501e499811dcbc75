using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProcessProxy.Configuration.Entries;

namespace ProcessProxy.Tests.Configuration.Schema;

/// <summary>Makes JSON Schemas of what the readers of the files ask for and of what the documentation says of it.</summary>
internal sealed class SchemaWriter(DocumentedKeys documented)
{
    private const string SizePattern = "^\\d+ ?([kKmMgG]?[bB])?$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole schema of a file.</summary>
    /// <param name="title">What the file is called.</param>
    /// <param name="shape">Its keys.</param>
    /// <param name="section">The heading under which the documentation has them.</param>
    public string Write(string title, MapShape shape, string section)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
        };
        foreach (var (name, value) in Map(shape, section, "").ToList())
        {
            schema[name] = value?.DeepClone();
        }

        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private JsonObject Map(MapShape shape, string section, string prefix)
    {
        var schema = new JsonObject { ["type"] = new JsonArray("object", "null") };
        if (shape.EveryKey is { } every)
        {
            schema["patternProperties"] = new JsonObject { ["^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"] = Map(every, "processes", "") };
            schema["additionalProperties"] = false;
            return schema;
        }

        var keys = new JsonObject();
        var required = new JsonArray();
        foreach (var (key, value) in shape.Keys)
        {
            keys[key] = Key(key, value, section, prefix + key);
            if (documented.Default(section, prefix + key) == "required" || (prefix == "rateLimit." && key == "requests"))
            {
                required.Add(key);
            }
        }

        schema["properties"] = keys;
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject Key(string key, KeyShape shape, string section, string path)
    {
        var schema = Value(key, shape, section, path);
        if (documented.Text(section, path) is { } text)
        {
            schema["description"] = text;
        }

        if (Default(shape, documented.Default(section, path)) is { } otherwise)
        {
            schema["default"] = otherwise;
        }

        return schema;
    }

    private JsonObject Value(string key, KeyShape shape, string section, string path) => shape.Kind switch
    {
        KeyKind.Flag => Typed("boolean", "null"),
        KeyKind.Whole => Numbers(Typed("integer", "null"), shape),
        KeyKind.Bytes => Numbers(Typed("integer", "string", "null"), shape, SizePattern),
        KeyKind.Texts => new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Typed("string", "number", "boolean") },
        KeyKind.TextMap => new JsonObject { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = Typed("string", "number", "boolean", "null") },
        KeyKind.Map => Map(shape.Map!, SectionOf(key, section), PrefixOf(key, path)),
        KeyKind.FlagOrMap => new JsonObject { ["anyOf"] = new JsonArray(Typed("boolean", "null"), Map(shape.Map!, section, path + ".")) },
        KeyKind.Maps => new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Map(shape.Map!, key == "certificates" ? "tls.certificates" : key, "") },
        _ => shape.Choices is { } choices ? Choices(choices) : Typed("string", "number", "boolean", "null"),
    };

    /// <summary>Some maps have a table of their own.</summary>
    private static string SectionOf(string key, string section) => key switch
    {
        "tls" => "tls",
        "healthCheck" or "defaultHealthCheck" => "healthCheck",
        "defaultRestart" => "processes",
        "processes" or "settings" => key,
        _ => section,
    };

    private static string PrefixOf(string key, string path) =>
        key is "healthCheck" or "defaultHealthCheck" or "defaultRestart" or "processes" or "settings" ? "" : path + ".";

    private static JsonObject Typed(params string[] types) => new() { ["type"] = new JsonArray([.. types.Select(type => (JsonNode)type)]) };

    private static JsonObject Numbers(JsonObject schema, KeyShape shape, string? pattern = null)
    {
        schema["minimum"] = shape.Least;
        schema["maximum"] = shape.Most;
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    /// <summary>A word that is a number may be written as one.</summary>
    private static JsonObject Choices(IReadOnlyList<string> choices)
    {
        var values = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]);
        foreach (var choice in choices)
        {
            if (int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                values.Add(number);
            }
        }

        values.Add(null);
        return new() { ["enum"] = values };
    }

    private static JsonNode? Default(KeyShape shape, string written) => shape.Kind switch
    {
        KeyKind.Flag or KeyKind.FlagOrMap when bool.TryParse(written, out var flag) => flag,
        KeyKind.Whole when long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        KeyKind.Bytes when written.EndsWith("MB", StringComparison.Ordinal) => written,
        KeyKind.Text when shape.Choices is { } choices => choices.Contains(written) ? written : null,
        KeyKind.Text when written is "*" or "127.0.0.1" or "SIGTERM" || written.StartsWith('/') || written.StartsWith("./", StringComparison.Ordinal) => written,
        _ => null,
    };
}
