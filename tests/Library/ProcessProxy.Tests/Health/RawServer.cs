using System.Collections.Concurrent;

namespace ProcessProxy.Tests.Health;

/// <summary>Answers each connection with the bytes it is told to, whatever HTTP says about them.</summary>
internal sealed class RawServer : LoopbackServer
{
    public string Answer { get; set; } = "";

    /// <summary>Sent again and again after the answer, as long as it is taken.</summary>
    public string? Endless { get; set; }

    /// <summary>The pause between two pieces of what is endless.</summary>
    public TimeSpan Pace { get; set; }

    /// <summary>Whether the connection is left for the client to close.</summary>
    public bool StaysOpen { get; set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Released once for each request after the answer was sent, or its endless part begun.</summary>
    public SemaphoreSlim Answered { get; } = new(0);

    /// <summary>Released once for each connection that has ended.</summary>
    public SemaphoreSlim Closed { get; } = new(0);

    protected override async Task ServeAsync(Exchange exchange)
    {
        Requests.Enqueue(await exchange.ReadHeadAsync());
        await exchange.SendAsync(Answer);
        Answered.Release();
        while (Endless is { } more)
        {
            await exchange.SendAsync(more);
            await Task.Delay(Pace, exchange.Token);
        }

        if (StaysOpen)
        {
            await exchange.DrainAsync();
        }
    }

    protected override void OnClosed() => Closed.Release();
}
