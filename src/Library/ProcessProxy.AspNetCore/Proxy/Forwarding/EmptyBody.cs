using System.Net;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>A body of no bytes, for a request that has none and is not to be taken for one that can be repeated.</summary>
internal sealed class EmptyBody : HttpContent
{
    /// <summary>Makes one; it has a state of its own and belongs to one request.</summary>
    public EmptyBody() => Headers.ContentLength = 0;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return true;
    }
}
