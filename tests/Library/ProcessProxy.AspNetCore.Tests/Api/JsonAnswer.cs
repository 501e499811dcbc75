using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Api;

/// <summary>Reads answers as a stranger to our types would.</summary>
internal static class JsonAnswer
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
    }

    public static async Task<JsonNode> DataAsync(this HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = await response.JsonAsync();
        Assert.True((bool)json["success"]!);
        Assert.Equal("2026-01-02T12:34:56.789Z", (string)json["timestamp"]!);
        return json["data"]!;
    }

    public static async Task<string> FailureAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        var json = await response.JsonAsync();
        Assert.False((bool)json["success"]!);
        Assert.Equal(code, (string)json["code"]!);
        var error = (string)json["error"]!;
        Assert.EndsWith(".", error, StringComparison.Ordinal);
        return error;
    }

    public static IEnumerable<string> Keys(this JsonNode node) => node.AsObject().Select(entry => entry.Key);
}
