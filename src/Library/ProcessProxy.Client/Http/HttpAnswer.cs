using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy;

/// <summary>Reads the envelope of an answer.</summary>
internal static class HttpAnswer
{
    public const string JsonType = "application/json";
    public const string EventsType = "text/event-stream";

    /// <summary>The data of a successful answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="type">What its data are.</param>
    /// <param name="server">Where the server is.</param>
    /// <param name="bounded">Bounds the bytes.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="ProcessProxyException">The answer is a failure, or no answer of a ProcessProxy server.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<ApiResponse<T>> type, string server, Func<Stream, Stream> bounded, CancellationToken token)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await ReadFailureAsync(response, server, bounded, token).ConfigureAwait(false);
        }

        RequireType(response, JsonType, server);
        var body = bounded(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false));
        await using (body.ConfigureAwait(false))
        {
            var answer = await JsonSerializer.DeserializeAsync(body, type, token).ConfigureAwait(false);
            return answer is { Success: true, Data: { } data } && !(data is IEnumerable<object?> items && items.Contains(null))
                ? data
                : throw new JsonException("The answer has no data.");
        }
    }

    /// <summary>The bytes of an answer that is a stream of events.</summary>
    /// <exception cref="ProcessProxyException">The answer is a failure, or no answer of a ProcessProxy server.</exception>
    public static async Task<Stream> ReadStreamAsync(
        HttpResponseMessage response, string server, Func<Stream, Stream> bounded, CancellationToken token)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await ReadFailureAsync(response, server, bounded, token).ConfigureAwait(false);
        }

        RequireType(response, EventsType, server);
        return bounded(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false));
    }

    private static async Task<ProcessProxyException> ReadFailureAsync(
        HttpResponseMessage response, string server, Func<Stream, Stream> bounded, CancellationToken token)
    {
        if (response.Content.Headers.ContentType?.MediaType != JsonType)
        {
            return Foreign(response, server);
        }

        var body = bounded(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false));
        await using (body.ConfigureAwait(false))
        {
            var failure = await JsonSerializer.DeserializeAsync(body, ApiJson.Default.ApiFailure, token).ConfigureAwait(false);
            return failure is { Code.Length: > 0, Error.Length: > 0 } ? HttpFailure.ToException(failure) : Foreign(response, server);
        }
    }

    private static void RequireType(HttpResponseMessage response, string type, string server)
    {
        if (response.Content.Headers.ContentType?.MediaType != type)
        {
            throw Foreign(response, server);
        }
    }

    /// <summary>Something else answered: a proxy on the way, or another program at the server.</summary>
    private static ProcessProxyException Foreign(HttpResponseMessage response, string server)
    {
        var what = $"it answered {(int)response.StatusCode} with {response.Content.Headers.ContentType?.MediaType ?? "no content"}";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new(ErrorCodes.Unauthorized, $"{server} requires other credentials: {what}."),
            HttpStatusCode.Forbidden => new(ErrorCodes.Forbidden, $"{server} refuses the call: {what}."),
            _ => HttpFailure.Unreachable(server, what, null),
        };
    }
}
