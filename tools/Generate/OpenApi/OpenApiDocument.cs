using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcessProxy.Generate.OpenApi;

/// <summary>Creates the description of the API.</summary>
internal static class OpenApiDocument
{
    private const string Problem = "ApiFailure";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n",
    };

    /// <summary>The errors of every call.</summary>
    private static readonly string[] Always = [ErrorCodes.Unauthorized, ErrorCodes.Forbidden, ErrorCodes.TooManyAttempts, ErrorCodes.InternalError, ErrorCodes.ShuttingDown];

    public static string Write(IReadOnlyList<ApiOperation> operations, XmlDocs docs)
    {
        var schemas = new ApiSchemas(docs);
        schemas.Of(typeof(ApiFailure));
        var paths = new JsonObject();
        foreach (var path in operations.GroupBy(operation => operation.Path))
        {
            var item = new JsonObject();
            foreach (var operation in path)
            {
                item[operation.Method.ToLowerInvariant()] = Operation(operation, schemas);
            }

            paths[path.Key] = item;
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "ProcessProxy management API",
                ["version"] = typeof(IProcessClient).Assembly.GetName().Version!.ToString(3),
                ["description"] = "JSON in UTF-8, names in camelCase, times in UTC, durations in milliseconds. A key without a value is present with null. HEAD works for every GET.",
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "http://127.0.0.1:4481", ["description"] = "the default address of the management API" }),
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(schemas.Named.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.DeepClone()))),
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "management.apiKey, if one is configured" },
                },
            },
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Operation(ApiOperation operation, ApiSchemas schemas)
    {
        var written = new JsonObject { ["operationId"] = operation.Id, ["summary"] = operation.Summary };
        if (operation.Description is { } description)
        {
            written["description"] = description;
        }

        if (operation.IsOpen)
        {
            written["security"] = new JsonArray();
        }

        var parameters = new JsonArray();
        if (operation.Path.Contains("{id}", StringComparison.Ordinal))
        {
            parameters.Add(Parameter(new("id", "The id of the process.", """{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}""", "path")));
        }

        foreach (var parameter in operation.Parameters)
        {
            parameters.Add(Parameter(parameter));
        }

        if (parameters.Count > 0)
        {
            written["parameters"] = parameters;
        }

        var responses = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = operation.Summary,
                ["content"] = new JsonObject(operation.Answers.Select(answer => KeyValuePair.Create<string, JsonNode?>(answer.MediaType, Content(answer, schemas)))),
            },
        };
        foreach (var status in operation.Errors.Concat(operation.IsOpen ? [] : Always).GroupBy(ErrorCodes.StatusOf).OrderBy(group => group.Key))
        {
            responses[$"{status.Key}"] = Failure([.. status]);
        }

        written["responses"] = responses;
        return written;
    }

    private static JsonObject Parameter(ApiParameter parameter)
    {
        var written = new JsonObject
        {
            ["name"] = parameter.Name, ["in"] = parameter.In, ["description"] = parameter.Description, ["schema"] = JsonNode.Parse(parameter.Schema),
        };
        if (parameter.IsRequired || parameter.In == "path")
        {
            written["required"] = true;
        }

        return written;
    }

    private static JsonObject Content(ApiAnswer answer, ApiSchemas schemas) => answer.Type is null
        ? new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" }, ["example"] = answer.Example }
        : new JsonObject
        {
            ["schema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["success"] = new JsonObject { ["const"] = true },
                    ["data"] = schemas.Of(answer.Type),
                    ["timestamp"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                    ["message"] = new JsonObject { ["type"] = "string", ["description"] = "For commands: a sentence that says what was done." },
                },
                ["required"] = new JsonArray("success", "data", "timestamp"),
            },
            ["example"] = JsonNode.Parse(answer.Example),
        };

    private static JsonObject Failure(string[] codes) => new()
    {
        ["description"] = string.Join("; ", codes.Select(code => $"`{code}`: {ErrorExamples.Meaning(code)}")),
        ["content"] = new JsonObject
        {
            ["application/json"] = new JsonObject
            {
                ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{Problem}" },
                ["examples"] = new JsonObject(codes.Select(code => KeyValuePair.Create<string, JsonNode?>(
                    code, new JsonObject { ["value"] = JsonNode.Parse(ErrorExamples.Of(code)) }))),
            },
        },
    };
}
