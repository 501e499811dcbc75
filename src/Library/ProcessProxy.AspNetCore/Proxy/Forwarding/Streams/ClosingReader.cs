namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>
/// Reads what a client sends over a WebSocket. When the WebSocket must end, the program receives a close frame instead, and some time to answer it.
/// </summary>
/// <param name="inner">The client's side.</param>
/// <param name="closing">Canceled when the WebSocket must end.</param>
internal sealed class ClosingReader(Stream inner, CancellationToken closing) : IDisposable
{
    /// <summary>A close frame of a client with status 1001: it leaves. Its mask is zero.</summary>
    private static readonly byte[] GoingAway = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9];

    private readonly WebSocketFrames frames = new();
    private readonly EitherToken either = new(closing);
    private CancellationTokenSource? deadline;
    private volatile bool isReplaced;

    /// <summary>Gets whether the program has received a close frame that the client did not send.</summary>
    public bool IsReplaced => isReplaced;

    /// <summary>Reads the next bytes for the program.</summary>
    /// <exception cref="IOException">It must end, and the program has not ended it in time.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (!closing.IsCancellationRequested)
            {
                return await ReadFramesAsync(buffer, either.With(cancellationToken)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Nothing has been read.
        }

        return await EndAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        either.Dispose();
        deadline?.Dispose();
    }

    private async ValueTask<int> EndAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (deadline is null)
        {
            deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(WebSocketStream.FarewellTimeout);
        }

        try
        {
            if (!frames.IsBetweenFrames)
            {
                return await ReadFramesAsync(buffer, deadline.Token).ConfigureAwait(false);
            }

            if (frames.IsClosed || isReplaced)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // An end of the stream would not be enough: the program keeps its side open.
            throw new IOException("The program did not end the WebSocket in time.");
        }

        if (buffer.IsEmpty)
        {
            return 0; // The forwarder asks whether there is something to read before it takes a buffer.
        }

        isReplaced = true;
        GoingAway.CopyTo(buffer);
        return GoingAway.Length;
    }

    private async ValueTask<int> ReadFramesAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        frames.Pass(buffer.Span[..read]);
        return read;
    }
}
