using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Limits;

/// <summary>The body of a request, of which no more than so much can be read.</summary>
internal sealed class BoundedBody(Stream body, long most) : Stream
{
    private long left = most;

    /// <summary>Whether the body turned out larger.</summary>
    public bool IsExceeded => left < 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="BadHttpRequestException">The body is larger; the status to answer is 413.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        left -= read;
        return IsExceeded ? throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge) : read;
    }
}
