using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>A body, or a connection after an upgrade, that counts its bytes.</summary>
internal sealed class MeteredStream(Stream inner, AccessLogEntry entry) : PassingStream(inner)
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        entry.Received += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Inner.Read(buffer, offset, count);
        entry.Received += read;
        return read;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        entry.Sent += buffer.Length;
        return Inner.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        entry.Sent += count;
        Inner.Write(buffer, offset, count);
    }
}
