using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace ProcessProxy.AspNetCore.Management.Listening;

/// <summary>Gives the web server the Unix socket that is already listening.</summary>
/// <param name="listener">The socket.</param>
/// <param name="pools">Creates the memory for responses of the web server.</param>
internal sealed class SocketListenerFactory(SocketListener listener, IMemoryPoolFactory<byte> pools) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is UnixDomainSocketEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new Listener(listener, pools.Create()));

    /// <summary>Connections that use the pool of the web server: the system's pool returns no memory if no size is requested.</summary>
    private sealed class Listener(SocketListener inner, MemoryPool<byte> pool) : IConnectionListener, IMemoryPoolFeature
    {
        public EndPoint EndPoint => inner.EndPoint;

        public MemoryPool<byte> MemoryPool => pool;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken)
        {
            var connection = await inner.AcceptAsync(cancellationToken).ConfigureAwait(false);
            connection?.Features.Set<IMemoryPoolFeature>(this);
            return connection;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken) => inner.UnbindAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            pool.Dispose();
        }
    }
}
