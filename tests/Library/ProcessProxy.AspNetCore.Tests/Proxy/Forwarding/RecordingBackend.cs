using System.Threading.Channels;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

/// <summary>A backend that keeps each request, head and body, exactly as it came, and answers it with nothing.</summary>
internal sealed class RecordingBackend : LoopbackServer
{
    private readonly Channel<(string Head, byte[] Body)> requests = Channel.CreateBounded<(string, byte[])>(100);

    public ValueTask<(string Head, byte[] Body)> NextAsync(CancellationToken cancellationToken) => requests.Reader.ReadAsync(cancellationToken);

    protected override async Task ServeAsync(Exchange exchange)
    {
        var head = (await exchange.ReadHeadAsync()).TrimEnd();
        await requests.Writer.WriteAsync((head, await exchange.ReadBodyAsync(head)), exchange.Token);
        await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}
