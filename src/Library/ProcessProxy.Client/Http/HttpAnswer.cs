using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy;

/// <summary>Reads the envelope of a response.</summary>
internal static class HttpAnswer
{
    public const string JsonType = "application/json";
    public const string EventsType = "text/event-stream";

    /// <summary>Reads the data of a successful response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="type">The type of its data.</param>
    /// <param name="server">The address of the server.</param>
    /// <param name="bounded">Limits the bytes.</param>
    /// <param name="token">Cancels the reading.</param>
    /// <exception cref="ProcessProxyException">The response is an error, or does not come from a ProcessProxy server.</exception>
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

    /// <summary>Returns the bytes of a response that is a stream of events.</summary>
    /// <exception cref="ProcessProxyException">The response is an error, or does not come from a ProcessProxy server.</exception>
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

    /// <summary>Returns the error if something else responded: a proxy in between, or another program at the address.</summary>
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
