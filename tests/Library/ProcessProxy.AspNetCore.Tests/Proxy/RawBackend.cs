using System.Threading.Channels;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>A backend that keeps the head of each request exactly as it came and gives every one the same answer.</summary>
internal sealed class RawBackend(string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok") : LoopbackServer
{
    private readonly Channel<string> heads = Channel.CreateBounded<string>(1000);

    /// <summary>The next request's head, without the empty line.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken) => await heads.Reader.ReadAsync(cancellationToken);

    /// <summary>The target of the next request's first line.</summary>
    public async Task<string> NextTargetAsync(CancellationToken cancellationToken) =>
        (await NextAsync(cancellationToken)).Split("\r\n")[0].Split(' ')[1];

    protected override async Task ServeAsync(Exchange exchange)
    {
        await heads.Writer.WriteAsync((await exchange.ReadHeadAsync()).TrimEnd(), exchange.Token);
        await exchange.SendAsync(answer);
    }
}
