using System.Net;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>The body of an event stream whose program may exit at any time: if it breaks off, it ends normally.</summary>
/// <param name="inner">The body.</param>
/// <param name="closing">Canceled when it must end.</param>
internal sealed class EndingContent(HttpContent inner, CancellationToken closing) : PassingContent(inner)
{
    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new EndingStream(await Inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), closing);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Inner.CopyToAsync(stream, context);
}
