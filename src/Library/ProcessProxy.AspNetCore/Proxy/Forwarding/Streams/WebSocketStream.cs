using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>The client's side of a WebSocket. It stays open after the forwarder is done with it, for a last word.</summary>
internal sealed class WebSocketStream(Stream inner) : PassingStream(inner)
{
    /// <summary>How long a client may take to be told; one that does not read is cut off.</summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A close frame with status 1012: the service restarts, come back.</summary>
    private static readonly byte[] ServiceRestart = [0x88, 0x02, 0x03, 0xf4];

    private readonly WebSocketFrames frames = new();

    /// <summary>Says goodbye in the program's name where it did not do so itself, and ends the stream.</summary>
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
                // It was the client who left, or who does not listen any more.
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        frames.Pass(buffer.Span);
        return Inner.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask; // The forwarder is done with it; CloseAsync ends it.

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Likewise.
    }
}
