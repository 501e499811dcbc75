using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Management.Listening;

/// <summary>
/// The Unix socket for the web server. It is our own listener because its file can disappear with its folder, and
/// is then created again, which the web server's own listener cannot do.
/// </summary>
internal sealed class SocketListener : IConnectionListener
{
    private readonly SystemGroup? group;
    private readonly SocketConnectionContextFactory connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly CancellationTokenSource unbound = new();
    private readonly Lock making = new();
    private LocalSocket current;
    private bool disposed;

    /// <summary>Takes ownership of a socket.</summary>
    public SocketListener(LocalSocket socket, SystemGroup? group)
    {
        current = socket;
        this.group = group;
        EndPoint = new UnixDomainSocketEndPoint(socket.Path);
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <summary>Gets its path.</summary>
    public string Path => current.Path;

    /// <summary>Creates its file again if it was removed.</summary>
    /// <returns>True if it was removed.</returns>
    /// <exception cref="IOException">It cannot be created.</exception>
    public bool Restore()
    {
        lock (making)
        {
            if (disposed || current.IsThere)
            {
                return false;
            }

            // In this order: disposing removes the file with its name.
            current.Dispose();
            current = LocalSocket.Listen(current.Path, group);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unbound.Token);
        while (!unbound.IsCancellationRequested)
        {
            var socket = Volatile.Read(ref current);
            try
            {
                return connections.Create(await socket.AcceptAsync(ending.Token).ConfigureAwait(false));
            }
            catch (Exception over) when (unbound.IsCancellationRequested && over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return null;
            }
            catch (Exception replaced) when (replaced is SocketException or ObjectDisposedException)
            {
                if (socket == Volatile.Read(ref current))
                {
                    // It was about to be replaced, or the system has no descriptor left for the connection. Either is over in a moment.
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Stops listening, and removes the file.</summary>
    public void Dispose()
    {
        lock (making)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            unbound.Cancel();
            current.Dispose();
        }
    }
}
