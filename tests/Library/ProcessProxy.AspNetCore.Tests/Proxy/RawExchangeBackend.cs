using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>A backend of bytes: the test says what becomes of each connection.</summary>
internal sealed class RawExchangeBackend : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> open = [];
    private readonly Func<Exchange, Task> serve;
    private readonly X509Certificate2? certificate;
    private readonly Task accepting;

    public RawExchangeBackend(Func<Exchange, Task> serve, X509Certificate2? certificate = null)
    {
        this.serve = serve;
        this.certificate = certificate;
        listener.Start();
        Address = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Ends when the connections that there are have been served.</summary>
    public Task SettledAsync()
    {
        lock (open)
        {
            return Task.WhenAll(open);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
                lock (open)
                {
                    open.RemoveAll(other => other.IsCompletedSuccessfully);
                    open.Add(connection);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await SettledAsync();
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop.Token);
                    stream = secure;
                }

                await serve(new Exchange(client.Client, stream, stop.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The proxy has closed the connection, or the test is over.
            }
        }
    }

    /// <summary>One connection.</summary>
    internal sealed class Exchange(Socket socket, Stream stream, CancellationToken token)
    {
        public Stream Stream => stream;

        public CancellationToken Token => token;

        /// <summary>Reads a head; empty when the connection ends.</summary>
        public Task<string> ReadHeadAsync() => ReadToAsync("\r\n\r\n");

        /// <summary>Reads up to and with an ending.</summary>
        public async Task<string> ReadToAsync(string end)
        {
            var text = new StringBuilder();
            var one = new byte[1];
            while (!EndsWith(text, end) && await stream.ReadAsync(one, token) > 0)
            {
                text.Append((char)one[0]);
            }

            return text.ToString();
        }

        /// <summary>Reads until the connection ends, and counts.</summary>
        public async Task<long> DrainAsync()
        {
            var buffer = new byte[65536];
            long total = 0;
            for (int read; (read = await stream.ReadAsync(buffer, token)) > 0; total += read)
            {
            }

            return total;
        }

        public async Task SendAsync(string text)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), token);
            await stream.FlushAsync(token);
        }

        /// <summary>Says that nothing more is sent. What the other side sends can still be read.</summary>
        public void EndSending() => socket.Shutdown(SocketShutdown.Send);

        // Not by making a string of it for each byte.
        private static bool EndsWith(StringBuilder text, string end)
        {
            var start = text.Length - end.Length;
            return start >= 0 && end.Index().All(letter => text[start + letter.Index] == letter.Item);
        }
    }
}
