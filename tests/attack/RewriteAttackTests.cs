using System.Diagnostics;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Expressions in the configuration that take for ever on paths that a client chooses.</summary>
public sealed class RewriteAttackTests
{
    [Fact(Timeout = 240_000)]
    public async Task Paths_that_hurt_an_expression_slow_no_other_route_and_take_no_memory()
    {
        var port = Ports.Free();
        await using var target = new Target(routes: $$"""
            - { path: /p3, target: "http://127.0.0.1:{{port}}", rewrite: { "^/p3/(?:.*a.{20}){1,20}$": "/$1" } }
            - { path: /img, target: "http://127.0.0.1:{{port}}", rewrite: { "^/img/(.*)/(.{40})$": "/$2/$1" } }
            - { path: /nested, target: "http://127.0.0.1:{{port}}", rewrite: { "^/nested/((a+)+)+$": "/$1" } }
            """);
        var server = await target.StartAsync();
        var before = Footprint.MemoryOf(server.Pid);
        string[] paths = ["/p3/" + string.Concat(Enumerable.Repeat("a" + new string('b', 19), 390)), "/img/" + string.Concat(Enumerable.Repeat("a/", 3900)), "/nested/" + new string('a', 7800) + "!"];
        using var end = new CancellationTokenSource();
        var sent = 0;
        var attack = Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            while (!end.IsCancellationRequested)
            {
                await RawClient.ExchangeAsync(target.ProxyPort, $"GET {paths[number % paths.Length]} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                Interlocked.Increment(ref sent);
            }
        }));
        var most = before;
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < FaultTable.Amount(30, 300); i++)
        {
            var asked = Stopwatch.GetTimestamp();
            await target.AssertServesAsync();
            slowest = Stopwatch.GetElapsedTime(asked) is var took && took > slowest ? took : slowest;
            most = Math.Max(most, Footprint.MemoryOf(server.Pid));
        }

        await end.CancelAsync();
        await attack;
        Assert.InRange(most - before, long.MinValue, 200L << 20);
        if (FaultTable.IsLong)
        {
            Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }

        FaultTable.Add("paths of 8 KB made to hurt rewrite expressions, 12 clients", $"{sent} sent; other routes and the API always answered, slowest {slowest.TotalMilliseconds:0} ms; memory +{(most - before) >> 20} MB");
    }
}
