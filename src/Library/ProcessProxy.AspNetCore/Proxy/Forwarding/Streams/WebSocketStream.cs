using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>The client's side of a WebSocket. It stays open after the forwarder has finished, for a close frame.</summary>
/// <param name="inner">The stream.</param>
/// <param name="closing">Canceled when the WebSocket must end.</param>
internal sealed class WebSocketStream(Stream inner, CancellationToken closing) : PassingStream(inner)
{
    /// <summary>The time a client has to receive the close frame; one that does not read is cut off.</summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A close frame with status 1012: the service restarts, reconnect.</summary>
    private static readonly byte[] ServiceRestart = [0x88, 0x02, 0x03, 0xf4];

    private readonly WebSocketFrames frames = new();
    private readonly ClosingReader? reader = closing.CanBeCanceled ? new ClosingReader(inner, closing) : null;
    private bool isEnded;

    /// <summary>Gets whether the proxy has closed it towards the program, in place of the client.</summary>
    public bool IsReplaced => reader is { IsReplaced: true };

    /// <summary>Sends the close frame if the program did not send one, and ends the stream.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await using (Inner.ConfigureAwait(false))
        {
            if (frames is { IsClosed: true } or { IsBetweenFrames: false })
            {
                return;
            }

            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(FarewellTimeout);
            try
            {
                await Inner.WriteAsync(ServiceRestart, timeout.Token).ConfigureAwait(false);
                await Inner.FlushAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client disconnected, or no longer reads.
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        reader?.ReadAsync(buffer, cancellationToken) ?? Inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsReplaced)
        {
            // The program answers our close frame with its own; the client receives 1012 in its place.
            var passed = isEnded ? 0 : frames.PassUntilClose(buffer.Span);
            isEnded |= passed < buffer.Length;
            return passed == 0 ? ValueTask.CompletedTask : Inner.WriteAsync(buffer[..passed], cancellationToken);
        }

        frames.Pass(buffer.Span);
        return Inner.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        reader?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => reader?.Dispose(); // The forwarder has finished with it; CloseAsync ends the inner stream.
}
