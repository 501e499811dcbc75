using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Proxy;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

public class StopTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task A_request_under_way_is_finished_before_the_proxy_stops()
    {
        var token = TestContext.Current.CancellationToken;
        using var go = new SemaphoreSlim(0);
        await using var backend = await LiveBackend.StartAsync(context => AnswerInTwoPartsAsync(context, go, token));
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)], clock: new FakeTimeProvider());
        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, token);
        var stopping = proxy.App.StopAsync(token);
        Assert.False(stopping.IsCompleted);
        go.Release();
        Assert.Equal("begun ended", await response.Content.ReadAsStringAsync(token));
        await stopping.WaitAsync(token);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_does_not_end_is_cut_when_the_time_to_stop_is_over()
    {
        var token = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider();
        using var never = new SemaphoreSlim(0);
        await using var backend = await LiveBackend.StartAsync(context => AnswerInTwoPartsAsync(context, never, context.RequestAborted));
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)], clock: clock);
        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, token);
        var stopping = proxy.App.StopAsync(token);
        Assert.False(stopping.IsCompleted);
        clock.Advance(ProxyApp.StopTimeout);
        await stopping.WaitAsync(token);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(token));
    }

    private static async Task AnswerInTwoPartsAsync(HttpContext context, SemaphoreSlim go, CancellationToken token)
    {
        await context.Response.WriteAsync("begun ", token);
        await go.WaitAsync(token);
        await context.Response.WriteAsync("ended", token);
    }
}
