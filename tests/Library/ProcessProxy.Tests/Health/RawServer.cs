using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.Tests.Health;

/// <summary>Answers each connection with the bytes it is told to, whatever HTTP says about them.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private int open;

    public RawServer()
    {
        listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        loop = AcceptAsync();
    }

    public Uri Url { get; }

    public string Answer { get; set; } = "";

    /// <summary>Sent again and again after the answer, as long as it is taken.</summary>
    public string? Endless { get; set; }

    /// <summary>The pause between two pieces of what is endless.</summary>
    public TimeSpan Pace { get; set; }

    /// <summary>Whether the connection is left for the client to close.</summary>
    public bool StaysOpen { get; set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public int OpenConnections => Volatile.Read(ref open);

    /// <summary>Released once for each request after the answer was sent, or its endless part begun.</summary>
    public SemaphoreSlim Asked { get; } = new(0);

    /// <summary>Released once for each connection that has ended.</summary>
    public SemaphoreSlim Closed { get; } = new(0);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            Interlocked.Increment(ref open);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                Requests.Enqueue(await ReadHeadAsync(stream));
                await stream.WriteAsync(Encoding.Latin1.GetBytes(Answer), stop.Token);
                Asked.Release();
                while (Endless is { } more)
                {
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(more), stop.Token);
                    await Task.Delay(Pace, stop.Token);
                }

                // Until the client closes.
                while (StaysOpen && await stream.ReadAsync(new byte[1024], stop.Token) > 0)
                {
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The client left, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref open);
            Closed.Release();
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1024];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, stop.Token);
            if (read == 0)
            {
                break;
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return head.ToString();
    }
}
