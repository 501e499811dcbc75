using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Reads a stream that ends normally if it breaks off.</summary>
internal sealed class EndingStream(Stream inner) : PassingStream(inner)
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program exited. Every event that arrived has been passed on; an end without a final chunk is an end.
            return 0;
        }
    }
}
