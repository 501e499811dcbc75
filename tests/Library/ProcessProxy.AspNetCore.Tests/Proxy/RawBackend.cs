using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>A backend that keeps the head of each request exactly as it came and gives every one the same answer.</summary>
internal sealed class RawBackend : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> heads = Channel.CreateBounded<string>(1000);
    private readonly CancellationTokenSource stop = new();
    private readonly string answer;
    private readonly Task accepting;

    public RawBackend(string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
    {
        this.answer = answer;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The next request's head, without the empty line.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken) => await heads.Reader.ReadAsync(cancellationToken);

    /// <summary>The target of the next request's first line.</summary>
    public async Task<string> NextTargetAsync(CancellationToken cancellationToken) =>
        (await NextAsync(cancellationToken)).Split("\r\n")[0].Split(' ')[1];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting; // Before the listener goes: it may be about to accept.
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                var stream = client.GetStream();
                var head = new StringBuilder();
                var buffer = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, stop.Token) > 0)
                {
                    head.Append((char)buffer[0]);
                }

                await heads.Writer.WriteAsync(head.ToString().TrimEnd(), stop.Token);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
