using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.Harness;

/// <summary>A server in the test itself, on a free port of loopback. What derives from it says what becomes of each connection.</summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> connections = [];
    private readonly X509Certificate2? certificate;
    private Task accepting = Task.CompletedTask;
    private int asked;
    private int open;

    /// <summary>Takes a port, and listens on it unless <see cref="Listen"/> is to be called later.</summary>
    /// <param name="certificate">What it shows with TLS; null for plain connections.</param>
    /// <param name="listens">Whether it listens at once; before, connections are refused.</param>
    protected LoopbackServer(X509Certificate2? certificate = null, bool listens = true)
    {
        this.certificate = certificate;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        if (listens)
        {
            Listen();
        }
    }

    public int Port { get; }

    public Uri Address => new($"{(certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    /// <summary>How many connections have come.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>How many connections are open now.</summary>
    public int OpenConnections => Volatile.Read(ref open);

    public void Listen()
    {
        listener.Listen();
        accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        await Task.WhenAll(connections);
        listener.Dispose();
    }

    /// <summary>Deals with one connection, which is closed afterwards. That the other side goes away, or the test ends, is no fault.</summary>
    protected abstract Task ServeAsync(Exchange exchange);

    /// <summary>Is called when a connection has been closed.</summary>
    protected virtual void OnClosed()
    {
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var connection = ServeAsync(await listener.AcceptAsync(stop.Token));
                connections.RemoveAll(other => other.IsCompletedSuccessfully);
                connections.Add(connection);
            }
            catch (OperationCanceledException)
            {
                // Disposed.
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref asked);
        Interlocked.Increment(ref open);
        try
        {
            // What has been sent arrives even if not all was read: this shuts the connection down before it is closed.
            using var network = new NetworkStream(socket, ownsSocket: true);
            await ServeAsync(new Exchange(socket, await SecureAsync(network), stop.Token));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // The other side has closed the connection, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref open);
            OnClosed();
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream network)
    {
        if (certificate is null)
        {
            return network;
        }

        var secure = new SslStream(network);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop.Token);
        return secure;
    }
}
