namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>The client's side of a WebSocket. It stays open after the forwarder is done with it, for a last word.</summary>
internal sealed class WebSocketStream(Stream inner) : Stream
{
    /// <summary>How long a client may take to be told; one that does not read is cut off.</summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A close frame with status 1012: the service restarts, come back.</summary>
    private static readonly byte[] ServiceRestart = [0x88, 0x02, 0x03, 0xf4];

    private readonly WebSocketFrames frames = new();

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Says goodbye in the program's name where it did not do so itself, and ends the stream.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await using (inner.ConfigureAwait(false))
        {
            if (frames is { IsClosed: true } or { IsBetweenFrames: false })
            {
                return;
            }

            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(FarewellTimeout);
            try
            {
                await inner.WriteAsync(ServiceRestart, timeout.Token).ConfigureAwait(false);
                await inner.FlushAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // It was the client who left, or who does not listen any more.
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        frames.Pass(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
