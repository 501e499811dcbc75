using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using ProcessProxy.AspNetCore.Tests.Management;
using ProcessProxy.Generate;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Api;

/// <summary>The description of the API: made of the types it answers with, served, and whole.</summary>
public sealed class OpenApiTests
{
    private static readonly string Made = GeneratedFile.All.Single(file => file.Path == "docs/openapi.json").Make("");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Answers => [.. Described()];

    [Fact]
    public void Every_call_is_described_and_no_other()
    {
        var calls = typeof(ApiRoutes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);
        var described = JsonNode.Parse(Made)!["paths"]!.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal);
        Assert.Equal(calls, described);
    }

    [Fact]
    public void Every_error_code_of_the_server_is_listed()
    {
        var codes = typeof(ErrorCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)
            .Except([ErrorCodes.ServerUnreachable, ErrorCodes.AlreadyRunning, ErrorCodes.NotFound, ErrorCodes.MethodNotAllowed, ErrorCodes.FellBehind]);
        Assert.All(codes, code => Assert.Contains($"\"{code}\": {{", Made, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_server_describes_itself()
    {
        await using var server = await ManagementServer.StartAsync();
        using var answer = await server.GetAsync(ApiRoutes.OpenApi);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Made, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_example_is_as_its_schema_says(string path, string status)
    {
        var document = JsonNode.Parse(Made)!;
        var operation = document["paths"]![path.Split(' ')[1]]![path.Split(' ')[0]]!;
        var content = operation["responses"]![status]!["content"]!["application/json"]!;
        var schema = content["schema"]!.DeepClone().AsObject();
        schema["definitions"] = document["components"]!["schemas"]!.DeepClone();
        var text = schema.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
        var validator = await JsonSchema.FromJsonAsync(text, Cancelled);
        var examples = content["example"] is { } one ? [one] : content["examples"]!.AsObject().Select(example => example.Value!["value"]!).ToArray();
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(validator.Validate(example.ToJsonString())));
    }

    [Fact]
    public void References_lead_somewhere_and_everything_has_a_description()
    {
        var document = JsonDocument.Parse(Made).RootElement;
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.All(References(document), name => Assert.True(schemas.TryGetProperty(name, out _), name));
        foreach (var schema in schemas.EnumerateObject())
        {
            Assert.True(schema.Value.TryGetProperty("description", out _), $"{schema.Name} has no description.");
            foreach (var property in schema.Value.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToList() : [])
            {
                Assert.True(property.Value.TryGetProperty("description", out _), $"{schema.Name}.{property.Name} has no description.");
            }
        }
    }

    private static IEnumerable<(string, string)> Described() =>
        from path in JsonNode.Parse(Made)!["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        from response in operation.Value!["responses"]!.AsObject()
        where response.Value!["content"]?["application/json"] is not null
        select ($"{operation.Key} {path.Key}", response.Key);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!.Split('/')[^1]] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
