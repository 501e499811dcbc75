namespace ProcessProxy;

/// <summary>
/// The bytes of a response, with two limits that its parsers lack: how long the server may be silent (in a stream it sends a
/// comment every 15 seconds) and how large the response, or one event of a stream, may become before it is complete.
/// </summary>
/// <param name="inner">The bytes; disposed with this.</param>
/// <param name="silence">Ends the call if the server is silent for too long.</param>
/// <param name="bound">The limit on the size.</param>
internal sealed class BoundedStream(Stream inner, CancellationTokenSource silence, SizeBound bound) : Stream
{
    /// <value>60 seconds: four keep-alives of the server.</value>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(60);

    private long size;
    private bool atLineStart = true;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        silence.CancelAfter(MaxSilence);
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        silence.CancelAfter(Timeout.InfiniteTimeSpan);
        Measure(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Events are read asynchronously.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
    }

    // An empty line ends an event. Our servers end lines with only a line feed.
    private void Measure(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            size += end < 0 ? bytes.Length : end + 1;
            if (size > bound.Bytes)
            {
                throw new InvalidDataException($"{bound.Of} is larger than {bound.Bytes / 1024 / 1024} MB");
            }

            if (end < 0)
            {
                atLineStart = false;
                return;
            }

            size = end == 0 && atLineStart && bound.IsPerEvent ? 0 : size;
            atLineStart = true;
            bytes = bytes[(end + 1)..];
        }
    }
}
