using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy;

/// <summary>
/// One call, from the request to the last byte of the response. It ends when its caller cancels it, the client is disposed, or
/// a timeout expires.
/// </summary>
internal sealed class HttpProcessCall : IDisposable
{
    private readonly HttpProcessConnection connection;
    private readonly CancellationToken disposal;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource timeout;
    private readonly CancellationTokenSource ending;

    public HttpProcessCall(HttpProcessConnection connection, TimeProvider time, CancellationToken disposal, CancellationToken caller)
    {
        (this.connection, this.disposal, this.caller) = (connection, disposal, caller);
        timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        ending = CancellationTokenSource.CreateLinkedTokenSource(caller, disposal, timeout.Token);
    }

    /// <summary>Gets a token that is canceled when the call is over, for any reason.</summary>
    public CancellationToken Token => ending.Token;

    /// <summary>Sends a request and reads the data of the response, which must begin within <paramref name="limit"/>.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, JsonTypeInfo<ApiResponse<T>> type, TimeSpan limit, SizeBound size)
    {
        using var response = await OpenAsync(method, path, HttpAnswer.JsonType, limit).ConfigureAwait(false);
        return await RunAsync(() => HttpAnswer.ReadAsync(response, type, connection.Server, Bounded(size), Token)).ConfigureAwait(false);
    }

    /// <summary>Sends the request for a stream, or for the rest of it after an event.</summary>
    public Task<HttpResponseMessage> OpenStreamAsync(string path, string? after) =>
        OpenAsync(HttpMethod.Get, path, HttpAnswer.EventsType, HttpProcessConnection.AnswerTimeout, after);

    /// <summary>Returns the bytes of a stream, with limits on silence and on the size of an event.</summary>
    public Task<Stream> ReadStreamAsync(HttpResponseMessage response) =>
        RunAsync(() => HttpAnswer.ReadStreamAsync(response, connection.Server, Bounded(SizeBound.Event), Token));

    private Func<Stream, Stream> Bounded(SizeBound size) => body => new BoundedStream(body, timeout, size);

    private async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, string accept, TimeSpan limit, string? after = null)
    {
        timeout.CancelAfter(limit);
        var response = await RunAsync(() => connection.SendAsync(method, path, accept, after, Token)).ConfigureAwait(false);
        timeout.CancelAfter(Timeout.InfiniteTimeSpan);
        return response;
    }

    /// <summary>Executes a step of the call and converts its failures to the documented exceptions.</summary>
    /// <param name="step">The step; it uses <see cref="Token"/>.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception failure) when (caller.IsCancellationRequested && IsBroken(failure))
        {
            throw new OperationCanceledException(failure.Message, failure, caller);
        }
        catch (Exception failure) when (disposal.IsCancellationRequested && IsBroken(failure))
        {
            throw new ObjectDisposedException("The client was disposed of during the call.", failure);
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            var why = timeout.IsCancellationRequested ? "it took too long" : Explain(failure);
            throw HttpFailure.Unreachable(connection.Server, why, failure);
        }
    }

    public void Dispose()
    {
        ending.Dispose();
        timeout.Dispose();
    }

    // No connection, a lost one, a connection timeout, or a response that is not our JSON.
    private static bool IsBroken(Exception failure) =>
        failure is HttpRequestException or IOException or OperationCanceledException or JsonException or InvalidDataException
            or ObjectDisposedException;

    private static string Explain(Exception failure) => failure switch
    {
        OperationCanceledException => "the connection timed out",
        JsonException => "its response is not the JSON of the management API",
        { InnerException: { } inner } and HttpRequestException => inner.Message,
        _ => failure.Message,
    };
}
