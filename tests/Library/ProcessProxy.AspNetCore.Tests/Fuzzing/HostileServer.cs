using System.Net;
using System.Net.Sockets;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Answers every connection with the same bytes, whatever is asked, and closes it.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public HostileServer()
    {
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>What is answered from now on.</summary>
    public byte[] Answer { get; set; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, stop.Token);
                await client.GetStream().WriteAsync(Answer, stop.Token);
            }
            catch (Exception left) when (left is IOException or OperationCanceledException)
            {
                // The client had heard enough, or the test is over.
            }
        }
    }
}
