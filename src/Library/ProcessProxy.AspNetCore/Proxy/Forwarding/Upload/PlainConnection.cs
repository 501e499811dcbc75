using System.Net.Sockets;
using ProcessProxy.AspNetCore.Connections;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>An HTTP/1.1 connection without TLS.</summary>
internal sealed class PlainConnection : CountedStream, IBackendConnection
{
    /// <summary>Takes ownership of <paramref name="socket"/>.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="outgoing">The allowance that it was taken from.</param>
    public PlainConnection(Socket socket, OutgoingAllowance outgoing) : base(socket, outgoing) => Sending = new SendingSide(this);

    /// <inheritdoc/>
    public SendingSide Sending { get; }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => base.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public void Break() => Dispose();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Sending.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Sending.IsUnfitForAnother ? new(0) : Sending.Received(base.ReadAsync(buffer, cancellationToken), buffer.Length);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Sending.Close();
    }
}
