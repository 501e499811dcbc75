using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Limits;

/// <summary>The body of a request that limits how much can be read.</summary>
internal sealed class BoundedBody(Stream body, long most) : PassingStream(body)
{
    private long left = most;

    /// <summary>Gets whether the body was larger.</summary>
    public bool IsExceeded => left < 0;

    /// <inheritdoc/>
    /// <exception cref="BadHttpRequestException">The body is larger; the status of the response is 413.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    /// <exception cref="BadHttpRequestException">The body is larger; the status of the response is 413.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Count(Inner.Read(buffer, offset, count));

    private int Count(int read)
    {
        left -= read;
        return IsExceeded ? throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge) : read;
    }
}
