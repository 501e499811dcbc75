using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Traffic;

public class RouteTrafficTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task A_route_counts_its_requests_its_errors_and_how_long_they_took()
    {
        var clock = new FakeTimeProvider();
        await using var backend = await LiveBackend.StartAsync(context =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            context.Response.StatusCode = context.Request.Path == "/bad" ? 500 : 200;
            return Task.CompletedTask;
        });
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken,
            [RunningProxy.Route(backend.Address, "/a"), RunningProxy.Route(backend.Address) with { Rewrite = [new RewriteRule("^/x", "/")] }],
            clock: clock);
        for (var i = 0; i < 30; i++)
        {
            using var answer = await proxy.Client.GetAsync(i % 10 == 0 ? "/bad" : "/good", TestContext.Current.CancellationToken);
        }

        await Wait.Until(() => proxy.App.Activity()[1].Requests == 30, "it is counted");
        clock.Advance(TimeSpan.FromSeconds(1));
        var (idle, busy) = (proxy.App.Activity()[0], proxy.App.Activity()[1]);
        Assert.Equal((0, 0L, null), (idle.RequestsPerSecond, idle.Requests, idle.Latency));
        Assert.Equal((30L, 3L, 0L, 0L, 0L), (busy.Requests, busy.Errors, busy.Held, busy.Refused, busy.Active));
        Assert.Equal((0.5, 0.05), (busy.RequestsPerSecond, busy.ErrorsPerSecond));
        Assert.InRange(busy.Latency!.P50, 88, 113);
        Assert.Equal(("/", "proxy", backend.Address.OriginalString), (busy.Path, busy.Type, busy.Target));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_reload_that_leaves_a_route_as_it_is_leaves_it_its_counts()
    {
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        var (kept, changed) = (RunningProxy.Route(backend.Address, "/kept"), RunningProxy.Route(backend.Address, "/changed"));
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [kept, changed]);
        await proxy.GetRawAsync("/kept");
        await proxy.GetRawAsync("/changed");
        await Wait.Until(() => proxy.App.Activity().Sum(route => route.Requests) == 2, "it is counted");

        proxy.Apply([changed with { Compression = true }, kept]);
        Assert.Equal([("/changed", 0L), ("/kept", 1L)], proxy.App.Activity().Select(route => (route.Path, route.Requests)));
    }

    [Fact(Timeout = Timeout)]
    public async Task Requests_under_way_held_and_turned_away_are_counted()
    {
        var release = new TaskCompletionSource();
        await using var backend = await LiveBackend.StartAsync(context => context.Request.Path == "/slow" ? release.Task : Task.CompletedTask);
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { Process = "web", Hold = new HoldSpec { Timeout = TimeSpan.FromSeconds(20), MaxRequests = 10 } })]);
        RouteActivity Now() => proxy.App.Activity()[0];

        proxy.Readiness.Set("web", RunState.Starting);
        var slow = proxy.Client.GetAsync("/slow", TestContext.Current.CancellationToken);
        await Wait.Until(() => Now().Held == 1, "it is counted");
        Assert.Equal((1L, 0L), (Now().Active, Now().Requests));

        proxy.Readiness.Set("web", RunState.Running);
        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await slow).StatusCode);

        proxy.Readiness.Set("web", RunState.Failed);
        using var refused = await proxy.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await Wait.Until(() => Now().Requests == 2, "it is counted");
        Assert.Equal((0L, 1L, 1L, 1L), (Now().Active, Now().Held, Now().Refused, Now().Errors));
    }

    [Fact(Timeout = Timeout)]
    public async Task Who_sends_too_many_is_counted_as_turned_away()
    {
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken,
            [RunningProxy.Route(backend.Address) with { RateLimit = new RateLimitSpec { Requests = 1, Window = TimeSpan.FromMinutes(1) } }], clock: new FakeTimeProvider());
        await proxy.GetRawAsync("/");
        Assert.Contains("429", await proxy.GetRawAsync("/"), StringComparison.Ordinal);
        Assert.Equal(1, proxy.App.Activity()[0].Refused);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stream_counts_as_a_request_and_not_for_how_long_requests_take()
    {
        await using var backend = await LiveBackend.StartAsync(context =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync("data: x\n\n", TestContext.Current.CancellationToken);
        });
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        await proxy.GetRawAsync("/");
        await Wait.Until(() => proxy.App.Activity()[0].Requests == 1, "it is counted");
        Assert.Null(proxy.App.Activity()[0].Latency);
    }
}
