using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy;

public sealed partial class HttpProcessClient
{
    /// <inheritdoc/>
    /// <remarks>
    /// Ends when the server shuts down in order; fails with <see cref="ErrorCodes.ServerUnreachable"/> when the connection is lost.
    /// </remarks>
    public async IAsyncEnumerable<LogLine> FollowLogAsync(
        string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var lines = StreamAsync(LogPathOf(id, query) + "&follow=true", query.After, ApiJson.Default.LogLine, cancellationToken);
        await foreach (var (line, place) in lines.ConfigureAwait(false))
        {
            yield return line with { Place = place };
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Ends when the server shuts down in order; fails with <see cref="ErrorCodes.ServerUnreachable"/> when the connection is lost.
    /// </remarks>
    public async IAsyncEnumerable<ProcessEvent> WatchAsync(string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = StreamAsync(ApiRoutes.Events, after, ApiJson.Default.ProcessEvent, cancellationToken);
        await foreach (var (item, place) in events.ConfigureAwait(false))
        {
            yield return item with { Place = place };
        }
    }

    private async IAsyncEnumerable<(T Item, string? Place)> StreamAsync<T>(
        string path, string? after, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var call = connection.Begin(cancellationToken);
        using var response = await call.OpenStreamAsync(path, after).ConfigureAwait(false);
        var stream = await call.ReadStreamAsync(response).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var parser = SseParser.Create(stream, (name, data) => Parse(name, data, type));
            var events = parser.EnumerateAsync(call.Token).GetAsyncEnumerator(call.Token);
            await using (events.ConfigureAwait(false))
            {
                Func<Task<bool>> next = () => events.MoveNextAsync().AsTask();
                while (await call.RunAsync(next).ConfigureAwait(false))
                {
                    // An event of an unknown kind from a later server is ignored.
                    if (events.Current.Data is { } item)
                    {
                        yield return (item, events.Current.EventId);
                    }
                }
            }
        }
    }

    private static T? Parse<T>(string name, ReadOnlySpan<byte> data, JsonTypeInfo<T> type)
        where T : class => name switch
        {
            "line" or "snapshot" or "change" or "removed" =>
                JsonSerializer.Deserialize(data, type) ?? throw new JsonException("An event has no data."),
            "failure" or "dropped" => throw (JsonSerializer.Deserialize(data, ApiJson.Default.ApiFailure) is { Code.Length: > 0, Error.Length: > 0 } failure
                ? HttpFailure.ToException(failure)
                : new JsonException("A failure says nothing.")),
            _ => null,
        };
}
