using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.EndToEnd.Harness;

/// <summary>How an HTTP endpoint can be nasty to who asks it.</summary>
public enum Hostility
{
    /// <summary>Takes the connection and never answers.</summary>
    Hang,

    /// <summary>Sends one byte of a header now and then.</summary>
    Trickle,

    /// <summary>Answers 200 with a body of ten gigabytes, as fast as it is taken.</summary>
    Flood,

    /// <summary>Redirects to itself for ever.</summary>
    Redirect,

    /// <summary>Ends in the middle of a header.</summary>
    CloseMidHeader,

    /// <summary>Sends a header that never ends.</summary>
    EndlessHeader,

    /// <summary>Answers with what is no HTTP.</summary>
    Garbage,
}

/// <summary>An endpoint in the test itself that is hostile in one way, and counts what that cost whom.</summary>
internal sealed class HostileEndpoint : IAsyncDisposable
{
    private const long Flood = 10L * 1024 * 1024 * 1024;
    private static readonly byte[] Block = new byte[64 * 1024];
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Hostility hostility;
    private readonly Task loop;
    private int asked;
    private long mostSent;

    public HostileEndpoint(Hostility hostility)
    {
        this.hostility = hostility;
        Array.Fill(Block, (byte)'x');
        listener.Start();
        loop = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/health";

    public int Asked => Volatile.Read(ref asked);

    /// <summary>How many bytes were ever taken from it by one question.</summary>
    public long MostSent => Volatile.Read(ref mostSent);

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
            long sent = 0;
            try
            {
                await BeHostileAsync(client.GetStream(), bytes => sent += bytes);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The asker has had enough, or the test is over.
            }
            finally
            {
                Raise(ref mostSent, sent);
            }
        }
    }

    private async Task BeHostileAsync(NetworkStream stream, Action<int> sent)
    {
        var request = new byte[4096];
        await stream.ReadAtLeastAsync(request, 1, throwOnEndOfStream: false, end.Token);
        switch (hostility)
        {
            case Hostility.Hang:
                await stream.ReadAtLeastAsync(request, request.Length, throwOnEndOfStream: false, end.Token);
                break;
            case Hostility.Trickle:
                await SendAsync("HTTP/1.1 200 OK\r\nX-Slow: ");
                while (true)
                {
                    await SendAsync("x");
                    await Task.Delay(20, end.Token);
                }

            case Hostility.Flood:
                await SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Flood}\r\n\r\n");
                await SendEndlesslyAsync();
                break;
            case Hostility.Redirect:
                await SendAsync($"HTTP/1.1 302 Found\r\nLocation: {Url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                break;
            case Hostility.CloseMidHeader:
                await SendAsync("HTTP/1.1 200 OK\r\nContent-Le");
                break;
            case Hostility.EndlessHeader:
                await SendAsync("HTTP/1.1 200 OK\r\nX-Long: ");
                await SendEndlesslyAsync();
                break;
            default:
                await SendAsync("SSH-2.0-OpenSSH_9.2\r\n\0\u0001\u0002");
                break;
        }

        async Task SendAsync(string text)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), end.Token);
            sent(text.Length);
        }

        async Task SendEndlesslyAsync()
        {
            for (long left = Flood; left > 0; left -= Block.Length)
            {
                await stream.WriteAsync(Block, end.Token);
                sent(Block.Length);
            }
        }
    }

    private static void Raise(ref long most, long now)
    {
        for (var known = Volatile.Read(ref most); now > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, now, known);
        }
    }
}
