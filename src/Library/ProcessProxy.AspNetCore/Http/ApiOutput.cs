using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>Writes the responses of the API: the envelope, its status and the common headers.</summary>
internal static class ApiOutput
{
    public const string JsonType = "application/json; charset=utf-8";
    public const string TextType = "text/plain; charset=utf-8";
    public const string EventsType = "text/event-stream";

    /// <summary>
    /// The names and shapes of <see cref="ApiJson"/>, with plain text instead of \u escapes: logs stay readable in a
    /// terminal. Because of its type and nosniff, no response is ever read as HTML.
    /// </summary>
    public static ApiJson Json { get; } = new(new JsonSerializerOptions(ApiJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });

    /// <summary>Sets the status, the type and the headers that every response has.</summary>
    public static void Prepare(HttpResponse response, int status, string contentType)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>Responds with <paramref name="data"/>, written directly to the connection.</summary>
    public static Task WriteAsync<T>(
        HttpContext http, TimeProvider time, JsonTypeInfo<ApiResponse<T>> type, T data, string? message = null)
    {
        Prepare(http.Response, StatusCodes.Status200OK, JsonType);
        return WriteJsonAsync(http, new ApiResponse<T>(true, data, time.GetUtcNow(), message), type);
    }

    /// <summary>Responds with the error <paramref name="code"/> and its status.</summary>
    public static Task WriteFailureAsync(
        HttpContext http, string code, string error, IReadOnlyList<ConfigurationProblem>? problems = null)
    {
        Prepare(http.Response, ErrorCodes.StatusOf(code), JsonType);
        return WriteJsonAsync(http, new ApiFailure(false, error, code, problems), Json.ApiFailure);
    }

    /// <summary>Returns the error of a failed call for <paramref name="failure"/>.</summary>
    public static ApiFailure Describe(ProcessProxyException failure) =>
        new(false, failure.Sentence, failure.Code, failure.Problems.Count == 0 ? null : failure.Problems);

    private static Task WriteJsonAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type) =>
        HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : JsonSerializer.SerializeAsync(http.Response.BodyWriter, value, type, http.RequestAborted);
}
