using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>
/// A backend that has its port from the beginning and refuses connections until it is opened. It then answers each request, or breaks
/// off without a word, as the test says, and keeps the first line and the body of each.
/// </summary>
internal sealed class LateBackend : IAsyncDisposable
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private readonly Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Channel<string> requests = Channel.CreateBounded<string>(1000);
    private readonly CancellationTokenSource stop = new();
    private Task accepting = Task.CompletedTask;

    public LateBackend() => listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");

    /// <summary>How many requests are broken off before the first is answered.</summary>
    public int BreaksOff { get; set; }

    /// <summary>How many requests have come.</summary>
    public int Count { get; private set; }

    public void Open()
    {
        listener.Listen();
        accepting = AcceptAsync();
    }

    public ValueTask<string> NextAsync() => requests.Reader.ReadAsync(TestContext.Current.CancellationToken);

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
                using var client = await listener.AcceptAsync(stop.Token);
                using var stream = new NetworkStream(client);
                var buffer = new byte[64 * 1024];
                if (await stream.ReadAsync(buffer, stop.Token) is var length && length == 0)
                {
                    continue; // Only somebody who looks whether the port is open.
                }

                Count++;
                await requests.Writer.WriteAsync(Encoding.Latin1.GetString(buffer, 0, length), stop.Token);
                if (BreaksOff-- > 0)
                {
                    client.LingerState = new LingerOption(true, 0);
                    continue;
                }

                await stream.WriteAsync(Encoding.Latin1.GetBytes(Answer), stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
