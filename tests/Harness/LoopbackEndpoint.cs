using System.Net;
using System.Net.Sockets;

namespace ProcessProxy.Harness;

/// <summary>A listener in the test itself that is asked for health and counts the questions.</summary>
public abstract class LoopbackEndpoint : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task loop;
    private int asked;

    protected LoopbackEndpoint()
    {
        listener.Start();
        loop = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/health";

    /// <summary>How many requests have come.</summary>
    public int Asked => Volatile.Read(ref asked);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    /// <summary>Deals with one connection. That the asker goes away, or the test ends, is no fault.</summary>
    protected abstract Task AnswerAsync(NetworkStream stream, CancellationToken end);

    private async Task RunAsync()
    {
        while (!end.IsCancellationRequested)
        {
            _ = AnswerAsync(await listener.AcceptTcpClientAsync(end.Token));
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            Interlocked.Increment(ref asked);
            try
            {
                await AnswerAsync(client.GetStream(), end.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The asker went away, or the test is over.
            }
        }
    }
}
