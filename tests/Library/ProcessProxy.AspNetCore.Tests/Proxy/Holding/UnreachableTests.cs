using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Holding;

public class UnreachableTests
{
    private const int Timeout = 30_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_program_that_runs_and_does_not_listen_yet_is_waited_for(string method)
    {
        await using var backend = new LateBackend();
        await using var proxy = await StartAsync(backend);
        var answer = SendAsync(proxy, method, method == "POST" ? "the body" : null);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        Assert.False(answer.IsCompleted);
        backend.Listen();
        Assert.Equal("ok", await answer);
        Assert.Equal(1, backend.Count);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task A_harmless_request_that_is_broken_off_is_sent_again(string method)
    {
        await using var backend = new LateBackend { BreaksOff = 1 };
        backend.Listen();
        await using var proxy = await StartAsync(backend);
        await SendAsync(proxy, method, null);
        Assert.Equal(2, backend.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_ends_its_backend_each_time_is_not_sent_for_ever()
    {
        await using var backend = new LateBackend { BreaksOff = 100 };
        backend.Listen();
        await using var proxy = await StartAsync(backend);
        using var response = await proxy.Client.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(3, backend.Count);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("POST", "the body")]
    [InlineData("POST", null)]
    [InlineData("PATCH", null)]
    [InlineData("PUT", "the body")]
    [InlineData("GET", "the body")]
    public async Task What_may_have_done_something_is_never_sent_twice(string method, string? body)
    {
        await using var backend = new LateBackend { BreaksOff = 1 };
        backend.Listen();
        await using var proxy = await StartAsync(backend);
        using var request = Request(method, body);
        using var response = await proxy.Client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(1, backend.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_program_that_has_long_been_running_and_does_not_listen_is_502_soon()
    {
        var (clock, longest) = (new FakeTimeProvider(), TimeSpan.FromDays(1));
        await using var backend = new LateBackend();
        await using var proxy = await StartAsync(backend, longest, clock);
        clock.Advance(2 * longest);
        var asked = clock.GetTimestamp();
        var asking = proxy.Client.GetAsync("/", Cancelled);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        await Wait.Passing(() => clock.Advance(RequestHold.Notice), () => asking.IsCompleted);
        using var response = await asking;
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.InRange(clock.GetElapsedTime(asked), RequestHold.Notice, longest / 2);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_refusal_that_is_explained_by_the_end_of_the_program_leads_to_the_next_instance()
    {
        await using var backend = new LateBackend();
        await using var proxy = await StartAsync(backend);
        var answer = SendAsync(proxy, "POST", "the body");
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        Assert.False(answer.IsCompleted);
        proxy.Readiness.Set("web", RunState.Backoff, next: DateTimeOffset.UtcNow.AddMilliseconds(100));
        proxy.Readiness.Set("web", RunState.Starting, generation: 2);
        backend.Listen();
        proxy.Readiness.Set("web", RunState.Running, generation: 2);
        Assert.Equal("ok", await answer);
        Assert.Equal(1, backend.Count);
    }

    private static async Task<RunningProxy> StartAsync(LateBackend backend, TimeSpan? longest = null, TimeProvider? clock = null)
    {
        var hold = new HoldSpec { Timeout = longest ?? TimeSpan.FromSeconds(25), MaxRequests = 100 };
        var proxy = await RunningProxy.StartAsync(
            Cancelled, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { Process = "web", Hold = hold })], clock: clock);
        proxy.Readiness.Set("web", RunState.Running);
        return proxy;
    }

    private static HttpRequestMessage Request(string method, string? body) =>
        new(new HttpMethod(method), "/") { Content = body is null ? null : new StringContent(body) };

    private static async Task<string> SendAsync(RunningProxy proxy, string method, string? body)
    {
        using var request = Request(method, body);
        using var response = await proxy.Client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }
}
