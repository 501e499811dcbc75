using System.Net;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>A body of which each piece is sent as soon as it is there: the backend may have to answer before the next one comes.</summary>
internal sealed class FlushedContent(HttpContent inner) : PassingContent(inner)
{
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Inner.CopyToAsync(new FlushedStream(stream), context, cancellationToken);
}
