namespace ProcessProxy.EndToEnd.Support;

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
internal sealed class HostileEndpoint(Hostility hostility) : LoopbackServer
{
    private const long Flood = 10L * 1024 * 1024 * 1024;
    private static readonly byte[] Block = [.. Enumerable.Repeat((byte)'x', 64 * 1024)];
    private long mostSent;

    /// <summary>How many bytes were ever taken from it by one question.</summary>
    public long MostSent => Volatile.Read(ref mostSent);

    public string Url => $"{Address}health";

    protected override async Task ServeAsync(Exchange exchange)
    {
        long sent = 0;
        try
        {
            await BeHostileAsync(exchange, bytes => sent += bytes);
        }
        finally
        {
            Raise(ref mostSent, sent);
        }
    }

    private async Task BeHostileAsync(Exchange exchange, Action<int> sent)
    {
        var (stream, end) = (exchange.Stream, exchange.Token);
        var request = new byte[4096];
        await stream.ReadAtLeastAsync(request, 1, throwOnEndOfStream: false, end);
        switch (hostility)
        {
            case Hostility.Hang:
                await stream.ReadAtLeastAsync(request, request.Length, throwOnEndOfStream: false, end);
                break;
            case Hostility.Trickle:
                await SendAsync("HTTP/1.1 200 OK\r\nX-Slow: ");
                while (true)
                {
                    await SendAsync("x");
                    await Task.Delay(20, end);
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
            await exchange.SendAsync(text);
            sent(text.Length);
        }

        async Task SendEndlesslyAsync()
        {
            for (long left = Flood; left > 0; left -= Block.Length)
            {
                await stream.WriteAsync(Block, end);
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
