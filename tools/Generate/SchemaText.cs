using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Generate;

/// <summary>Creates JSON Schemas from the tables of keys, for editors.</summary>
internal static partial class SchemaText
{
    private const string IdPattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    private const string ExtensionPattern = "^x-";
    private const string SizePattern = "^\\d+ *([kKmMgG][bB]?|[bB])$";
    private const string DurationPattern = "^\\d+ *(ms|s|m|h|d)$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the complete schema of a file.</summary>
    /// <param name="title">The title of the file.</param>
    /// <param name="file">Its keys.</param>
    public static string Of(string title, KeyTree file)
    {
        var schema = Map(file);
        schema["patternProperties"] = new JsonObject { [ExtensionPattern] = new JsonObject() };
        schema.Insert(0, "title", title);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Map(KeyTree tree)
    {
        var schema = Typed("object", "null");
        if (tree.EveryKey is { } every)
        {
            schema["patternProperties"] = new JsonObject { [IdPattern] = Map(every) };
            schema["additionalProperties"] = false;
            return schema;
        }

        schema["properties"] = new JsonObject(tree.Keys.Select(key => KeyValuePair.Create(key.Key, (JsonNode?)Key(key.Value))));
        if (tree.Keys.Where(key => key.Value.Facts?.IsRequired == true).Select(key => (JsonNode)key.Key).ToArray() is { Length: > 0 } required)
        {
            schema["required"] = new JsonArray(required);
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject Key(KeyTree tree)
    {
        var schema = Value(tree);
        if (tree.Facts is { Says.Length: > 0 } facts)
        {
            schema["description"] = Plain(facts.Says);
        }

        if (tree.Facts?.DefaultValue is { } value)
        {
            schema["default"] = value.DeepClone();
        }

        return schema;
    }

    private static JsonObject Value(KeyTree tree) =>
        tree.Items is { } items ? new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Map(items) }
        : tree.Facts is { Shape: { } shape } ? Value(shape)
        : tree.Facts?.ShortForm is { } form ? new JsonObject { ["anyOf"] = new JsonArray(form.TakesText ? Typed("boolean", "string", "null") : Typed("boolean", "null"), Map(tree)) }
        : Map(tree);

    private static JsonObject Value(ValueShape shape) => shape.Form switch
    {
        ValueForm.Text => shape.Choices is { } choices ? Choices(choices) : Typed("string", "number", "boolean", "null"),
        ValueForm.Flag => shape.Choices is { } words ? FlagOr(words) : Typed("boolean", "null"),
        ValueForm.Whole when shape.Choices is { } words => new JsonObject { ["anyOf"] = new JsonArray(Numbers(Typed("integer", "null"), shape), Choices(words)) },
        ValueForm.Whole => Numbers(Typed("integer", "null"), shape),
        ValueForm.Duration => Numbers(Typed("integer", "string", "null"), shape, DurationPattern),
        ValueForm.Size => Numbers(Typed("integer", "string", "null"), shape, SizePattern),
        ValueForm.Texts => Texts(),
        ValueForm.TextMap => TextMap(Typed("string", "number", "boolean", "null")),
        ValueForm.TextsOrMap => new JsonObject { ["anyOf"] = new JsonArray(Texts(), TextMap(Choices(shape.Choices!))) },
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape.Form, "There is no such form."),
    };

    private static JsonObject Texts() => new() { ["type"] = new JsonArray("array", "null"), ["items"] = Typed("string", "number", "boolean") };

    private static JsonObject TextMap(JsonObject value) => new() { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = value };

    private static JsonObject Typed(params string[] types) => new() { ["type"] = new JsonArray([.. types.Select(type => (JsonNode)type)]) };

    private static JsonObject Numbers(JsonObject schema, ValueShape shape, string? pattern = null)
    {
        schema["minimum"] = shape.Least;
        schema["maximum"] = shape.Most;
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    /// <summary>Returns the schema of a word that may also be written as a number, or as true or false.</summary>
    private static JsonObject Choices(IReadOnlyList<string> choices)
    {
        var values = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]);
        foreach (var choice in choices)
        {
            if (int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                values.Add(number);
            }
            else if (bool.TryParse(choice, out var flag))
            {
                values.Add(flag);
            }
        }

        values.Add(null);
        return new() { ["enum"] = values };
    }

    private static JsonObject FlagOr(IReadOnlyList<string> words) => new() { ["enum"] = new JsonArray([true, false, .. words.Select(word => (JsonNode)word), null]) };

    private static string Plain(string says) => Link().Replace(says, "$1").Replace("`", "", StringComparison.Ordinal).Replace(" (how)", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
