namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Flushes after each piece that is written.</summary>
internal sealed class FlushedStream(Stream inner) : PassingStream(inner)
{
    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
