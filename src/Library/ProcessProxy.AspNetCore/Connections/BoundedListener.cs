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
/// <param name="closed">Canceled when no more connections are accepted, although the listener stays: somebody else accepts them from the same socket.</param>
internal sealed class BoundedListener(IConnectionListener inner, ConnectionAllowance allowance, SheddingLog log, CancellationToken closed = default) : IConnectionListener
{
    private static readonly LingerOption Reset = new(true, 0);
    private readonly CancellationTokenSource unbound = CancellationTokenSource.CreateLinkedTokenSource(closed);
    private readonly SemaphoreSlim accepting = new(1, 1);

    /// <inheritdoc/>
    public EndPoint EndPoint => inner.EndPoint;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await AcceptAnyAsync(cancellationToken).ConfigureAwait(false) is { } accepted)
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
    /// <remarks>
    /// Only when nothing is being accepted: .NET breaks a socket off that is closed in the middle of an operation, and the next server, which has the
    /// same socket, could not accept from it anymore.
    /// </remarks>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await unbound.CancelAsync().ConfigureAwait(false);

        // Not longer than the cancellation takes, which also a hurried stop waits for.
        await accepting.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await inner.UnbindAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            accepting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(CancellationToken.None).ConfigureAwait(false);
        await inner.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<ConnectionContext?> AcceptAnyAsync(CancellationToken cancellationToken)
    {
        await accepting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The web server gives no token.
            using var either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unbound.Token) : null;
            return await inner.AcceptAsync(either?.Token ?? unbound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (unbound.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            accepting.Release();
        }
    }

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
