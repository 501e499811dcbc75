using System.Net;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>A body of which each piece is sent as soon as it is there: the backend may have to answer before the next one comes.</summary>
internal sealed class FlushedContent : HttpContent
{
    private readonly HttpContent inner;

    /// <summary>Takes over <paramref name="inner"/>.</summary>
    public FlushedContent(HttpContent inner)
    {
        this.inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        inner.CopyToAsync(new FlushedStream(stream), context, cancellationToken);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
