using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.EndToEnd.Harness;

/// <summary>What health checks ask: an HTTP listener in the test itself, so that the test decides each answer and counts the questions.</summary>
internal sealed class HealthEndpoint : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task loop;
    private volatile string answer = "";
    private int asked;

    public HealthEndpoint(int status = 200)
    {
        Answer(status);
        listener.Start();
        loop = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/health";

    /// <summary>How many requests have come.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>The first line of the last request.</summary>
    public string? LastRequest { get; private set; }

    /// <summary>How requests are answered from now on; null: never.</summary>
    public void Answer(int? status, string headers = "") =>
        answer = status is null ? "" : $"HTTP/1.1 {status} Answer\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n";

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

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
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                LastRequest = await reader.ReadLineAsync(end.Token);
                while (!string.IsNullOrEmpty(await reader.ReadLineAsync(end.Token)))
                {
                }

                if (answer is { Length: > 0 } text)
                {
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), end.Token);
                }
                else
                {
                    // Until the asker gives up.
                    await reader.ReadLineAsync(end.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The asker went away, or the test is over.
            }
        }
    }
}
