using System.Text;
using System.Threading.Channels;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>
/// A backend that has its port from the beginning and refuses connections until it is opened. It then answers each request, or breaks
/// off without a word, as the test says, and keeps the first line and the body of each.
/// </summary>
internal sealed class LateBackend() : LoopbackServer(listens: false)
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private readonly Channel<string> requests = Channel.CreateBounded<string>(1000);
    private int breaksOff;
    private int count;

    /// <summary>How many requests are broken off before the first is answered.</summary>
    public int BreaksOff
    {
        init => breaksOff = value;
    }

    /// <summary>How many requests have come.</summary>
    public int Count => Volatile.Read(ref count);

    public ValueTask<string> NextAsync() => requests.Reader.ReadAsync(TestContext.Current.CancellationToken);

    protected override async Task ServeAsync(Exchange exchange)
    {
        var buffer = new byte[64 * 1024];
        if (await exchange.Stream.ReadAsync(buffer, exchange.Token) is var length && length == 0)
        {
            return; // Only somebody who looks whether the port is open.
        }

        Interlocked.Increment(ref count);
        await requests.Writer.WriteAsync(Encoding.Latin1.GetString(buffer, 0, length), exchange.Token);
        if (Interlocked.Decrement(ref breaksOff) >= 0)
        {
            exchange.BreakOff();
            return;
        }

        await exchange.SendAsync(Answer);
    }
}
