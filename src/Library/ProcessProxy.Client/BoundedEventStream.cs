namespace ProcessProxy;

/// <summary>
/// The bytes of a server-sent event stream, with the two bounds its parser lacks: how long the server may be silent (it
/// sends a comment every 15 seconds) and how large one event may grow before it is complete.
/// </summary>
/// <param name="inner">The bytes; disposed of with this.</param>
/// <param name="silence">Ends the call when the server is silent for too long.</param>
internal sealed class BoundedEventStream(Stream inner, CancellationTokenSource silence) : Stream
{
    /// <value>60 seconds: four beats of the server.</value>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(60);

    /// <value>64 MB: a snapshot of tens of thousands of processes.</value>
    public const int MaxEventSize = 64 * 1024 * 1024;

    private long eventSize;
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

    // An empty line ends an event. Our servers end lines with a line feed alone.
    private void Measure(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            eventSize += end < 0 ? bytes.Length : end + 1;
            if (eventSize > MaxEventSize)
            {
                throw new InvalidDataException($"an event is larger than {MaxEventSize / 1024 / 1024} MB");
            }

            if (end < 0)
            {
                atLineStart = false;
                return;
            }

            eventSize = end == 0 && atLineStart ? 0 : eventSize;
            atLineStart = true;
            bytes = bytes[(end + 1)..];
        }
    }
}
