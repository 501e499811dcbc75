using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Reads a stream that ends normally if it breaks off, or when it must.</summary>
internal sealed class EndingStream : PassingStream
{
    private readonly CancellationTokenRegistration closing;

    /// <summary>Reads <paramref name="inner"/> until <paramref name="closing"/> is canceled.</summary>
    public EndingStream(Stream inner, CancellationToken closing)
        : base(inner) => this.closing = closing.UnsafeRegister(static stream => ((Stream)stream!).Dispose(), inner);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException || (end is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The program exited, or is about to. Every event that arrived has been passed on; an end without a final chunk is an end.
            return 0;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        closing.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        closing.Dispose();
        return base.DisposeAsync();
    }
}
