using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The call that describes the API, with <c>docs/openapi.json</c>.</summary>
internal static class OpenApiEndpoint
{
    private static readonly Lazy<byte[]> Document = new(Read);

    public static async Task GetAsync(HttpContext http, ApiContext api)
    {
        ApiOutput.Prepare(http.Response, StatusCodes.Status200OK, "application/json");
        http.Response.ContentLength = Document.Value.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.BodyWriter.WriteAsync(Document.Value, http.RequestAborted).ConfigureAwait(false);
        }
    }

    private static byte[] Read()
    {
        using var stream = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
