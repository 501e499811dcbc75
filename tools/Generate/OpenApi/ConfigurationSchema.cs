using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Generate.OpenApi;

/// <summary>Creates the schema of the configuration of a process from the table of its keys.</summary>
internal static partial class ConfigurationSchema
{
    public static JsonObject Make(string description)
    {
        var properties = new JsonObject();
        foreach (var row in ProcessKeys.All.Rows.Where(row => row.Wire is not null))
        {
            var (map, name) = (properties, row.Wire!);
            if (name.Split('.') is [var section, var within])
            {
                (map, name) = (Within(properties, section), within);
            }

            map[name] = Value(row);
        }

        properties["units"] = new JsonObject
        {
            ["type"] = "object", ["description"] = "The units of the values that have one: ms or bytes.", ["additionalProperties"] = new JsonObject { ["type"] = "string" },
        };
        return new() { ["description"] = description, ["type"] = "object", ["properties"] = properties };
    }

    private static JsonObject Within(JsonObject properties, string section)
    {
        properties[section] ??= new JsonObject { ["description"] = Sentence(ProcessKeys.All[section]), ["type"] = new JsonArray("object", "null"), ["properties"] = new JsonObject() };
        return (JsonObject)properties[section]!["properties"]!;
    }

    private static JsonObject Value(Key<ProcessSpec> row)
    {
        var shape = row.Shape!;
        var schema = shape.Form switch
        {
            ValueForm.Flag when shape.Choices is not null => new JsonObject { ["type"] = new JsonArray("boolean", "string", "null") },
            ValueForm.Flag => new JsonObject { ["type"] = new JsonArray("boolean", "null") },
            ValueForm.Whole when shape.Choices is not null => new JsonObject { ["type"] = new JsonArray("integer", "string", "null") },
            ValueForm.Whole or ValueForm.Duration or ValueForm.Size => new JsonObject { ["type"] = new JsonArray("integer", "null"), ["format"] = "int64" },
            ValueForm.Texts => new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = new JsonObject { ["type"] = "string" } },
            ValueForm.TextsOrMap => new JsonObject
            {
                ["type"] = new JsonArray("array", "object", "null"),
                ["items"] = new JsonObject { ["type"] = "string" },
                ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
            },
            ValueForm.Text => new JsonObject { ["type"] = new JsonArray("string", "null") },
            var other => throw new ArgumentOutOfRangeException(nameof(row), other, "The API does not give such values."),
        };
        schema["description"] = Sentence(row) + shape.Unit switch
        {
            null => "",
            ProcessConfiguration.Milliseconds => " In milliseconds.",
            var unit => $" In {unit}.",
        };
        return schema;
    }

    private static string Sentence(Key<ProcessSpec> row)
    {
        var plain = Link().Replace(row.Says, "").Replace("`", "", StringComparison.Ordinal).Trim();
        return $"{char.ToUpperInvariant(plain[0])}{plain[1..]}.";
    }

    [GeneratedRegex(@"\(\[[^\]]+\]\([^)]+\)\)")]
    private static partial Regex Link();
}
