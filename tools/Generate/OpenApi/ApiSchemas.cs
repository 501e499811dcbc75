using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy.Generate.OpenApi;

/// <summary>The schemas of the responses, derived from the types that write them.</summary>
internal sealed class ApiSchemas(XmlDocs docs)
{
    private readonly JsonSerializerOptions options = new(ApiJson.Default.Options) { TypeInfoResolver = ApiJson.Default };

    /// <summary>Gets the shared schemas, by name.</summary>
    public SortedDictionary<string, JsonNode> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>Returns the schema of a type, or a reference to a shared one.</summary>
    public JsonNode Of(Type type)
    {
        var schema = options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
        return schema;
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = context.PropertyInfo?.IsGetNullable ?? Nullable.GetUnderlyingType(context.TypeInfo.Type) is not null;
        var made = type switch
        {
            _ when type == typeof(DateTimeOffset) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            _ when type == typeof(TimeSpan) => new JsonObject { ["type"] = "integer", ["format"] = "int64", ["description"] = "milliseconds" },
            _ when type.IsEnum => Refer(type, () => Words(type)),
            _ when type == typeof(ProcessConfiguration) => Refer(type, () => ConfigurationSchema.Make(docs.Of(type) ?? "")),
            _ when IsOurs(type) && context.TypeInfo.Kind == JsonTypeInfoKind.Object => IsWithinItself(schema) ? Reference(type) : Refer(type, () => WithoutNull(schema, type)),
            _ => null,
        };
        var result = made is null ? schema : isNullable ? OrNull(made) : made;
        if (context.PropertyInfo is { } property && result is JsonObject described)
        {
            if (docs.Of(property.DeclaringType, NameOf(property)) is { } text)
            {
                described["description"] = described["description"] is { } unit ? $"{text} In {unit}." : text;
            }
        }

        return result;
    }

    private static bool IsOurs(Type type) => type.Namespace == "ProcessProxy" && !type.IsGenericType;

    // The exporter refers to a place in its own result, which is not that of the document; the schema is made when the outer one is.
    private static bool IsWithinItself(JsonNode schema) => schema is JsonObject outer && outer.ContainsKey("$ref");

    private static JsonObject Reference(Type type) => new() { ["$ref"] = $"#/components/schemas/{type.Name}" };

    private static string NameOf(JsonPropertyInfo property) => char.ToUpperInvariant(property.Name[0]) + property.Name[1..];

    private JsonObject Refer(Type type, Func<JsonObject> make)
    {
        if (!Named.ContainsKey(type.Name))
        {
            Named[type.Name] = "under way";
            Named[type.Name] = make();
        }

        return Reference(type);
    }

    private JsonObject WithoutNull(JsonNode schema, Type type)
    {
        var made = schema.DeepClone().AsObject();
        made["type"] = "object";
        if (docs.Of(type) is { } text)
        {
            made.Insert(0, "description", text);
        }

        return made;
    }

    private JsonObject Words(Type type)
    {
        var words = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        var text = string.Join("\n", type.GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
            .Select(field => $"- {JsonNamingPolicy.CamelCase.ConvertName(field.Name)}: {docs.Of(field)}"));
        return new JsonObject
        {
            ["description"] = $"{docs.Of(type)}\n{text}",
            ["type"] = "string",
            ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]),
        };
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
            return schema;
        }

        return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
    }
}
