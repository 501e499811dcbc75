using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>
/// Accepts connections up to the limit, and closes the others immediately: left in the kernel's queue, they would block later
/// clients, and each would wait in vain. Each one is closed before the next is accepted, so there is never more than one too many.
/// </summary>
/// <param name="inner">The inner listener.</param>
/// <param name="allowance">The limit on connections.</param>
/// <param name="log">The log that reports closed connections.</param>
internal sealed class BoundedListener(IConnectionListener inner, ConnectionAllowance allowance, SheddingLog log) : IConnectionListener
{
    private static readonly LingerOption Reset = new(true, 0);

    /// <inheritdoc/>
    public EndPoint EndPoint => inner.EndPoint;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await inner.AcceptAsync(cancellationToken).ConfigureAwait(false) is { } accepted)
        {
            if (allowance.TryEnter(accepted.RemoteEndPoint, out var client))
            {
                return new BoundedConnection(accepted, allowance, client);
            }

            log.Shed(EndPoint, allowance.Open);
            await CloseAsync(accepted).ConfigureAwait(false);
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static ValueTask CloseAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { Socket: var socket } && socket.LocalEndPoint is IPEndPoint)
        {
            try
            {
                // Nothing of it may stay in the kernel either.
                socket.LingerState = Reset;
            }
            catch (SocketException)
            {
                // The client has already closed it.
            }
        }

        connection.Abort();
        return connection.DisposeAsync();
    }
}
