using System.Net.Security;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>A connection with TLS. It does not handle HTTP/2, which sends bodies and reads responses at the same time by itself.</summary>
internal sealed class SecureConnection : SslStream, IBackendConnection
{
    /// <summary>Takes ownership of <paramref name="inner"/>.</summary>
    /// <param name="inner">A connection on which nothing was sent.</param>
    public SecureConnection(Stream inner) : base(inner, leaveInnerStreamOpen: false) => Sending = new SendingSide(this);

    /// <inheritdoc/>
    public SendingSide Sending { get; }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => base.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public void Break() => Dispose();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        NegotiatedApplicationProtocol == SslApplicationProtocol.Http2
            ? base.WriteAsync(buffer, cancellationToken)
            : Sending.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Sending.IsUnfitForAnother ? new(0) : Sending.Received(base.ReadAsync(buffer, cancellationToken), buffer.Length);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        Sending.Close();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Sending.Close();
    }
}
