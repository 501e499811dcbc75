using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>One connection on which exactly these bytes are sent, whatever a decent client would send.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket socket;

    private RawClient(Socket socket, Stream stream)
    {
        this.socket = socket;
        Stream = stream;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Stream Stream { get; }

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, Cancelled);
        return new RawClient(socket, new NetworkStream(socket, ownsSocket: false));
    }

    /// <summary>The same with TLS, whatever the certificate.</summary>
    public static async Task<RawClient> ConnectSecurelyAsync(int port, SslApplicationProtocol protocol)
    {
        var plain = await ConnectAsync(port);
        var secure = new SslStream(plain.Stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost", ApplicationProtocols = [protocol], RemoteCertificateValidationCallback = (_, _, _, _) => true,
            },
            Cancelled);
        return new RawClient(plain.socket, secure);
    }

    /// <summary>Sends a request on a connection of its own.</summary>
    /// <returns>All that came back until the server closed.</returns>
    public static async Task<string> ExchangeAsync(int port, string request)
    {
        using var client = await ConnectAsync(port);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text), Cancelled).AsTask();

    /// <summary>What comes until the connection ends, in whatever way.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int read; (read = await Stream.ReadAsync(buffer, Cancelled)) > 0;)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset: the server would not even read the rest. What had come counts.
        }

        return text.ToString();
    }

    public void Dispose()
    {
        Stream.Dispose();
        socket.Dispose();
    }
}
