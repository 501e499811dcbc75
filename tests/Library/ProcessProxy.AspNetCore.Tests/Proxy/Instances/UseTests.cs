using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Instances;

/// <summary>Each request for a process that sleeps when nobody needs it is counted, from before it waits until it is over, however it ends.</summary>
public class UseTests
{
    private const int Timeout = 30_000;
    private readonly ProcessUse use;
    private int woken;

    public UseTests() => use = new ProcessUse(new FakeTimeProvider(), () => Interlocked.Increment(ref woken));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_request_wakes_its_process_and_is_counted_while_it_waits_and_is_answered()
    {
        var counted = -1;
        await using var one = await Instance.StartAsync(1, context =>
        {
            counted = use.InFlight;
            return context.Response.WriteAsync("ok", context.RequestAborted);
        });
        await using var proxy = await StartAsync();
        use.IsAsleep = true;
        var answer = proxy.Client.GetStringAsync("/", Cancelled);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        Assert.Equal((1, 1), (woken, use.InFlight));
        use.IsAsleep = false;
        Serve(proxy, one);
        Assert.Equal("ok", await answer);
        Assert.Equal(1, counted);
        await AssertOverAsync(1);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("POST", HttpStatusCode.BadGateway)]
    [InlineData("GET", HttpStatusCode.BadGateway)]
    public async Task One_whose_instance_breaks_off_is_counted_once(string method, HttpStatusCode expected)
    {
        await using var one = await Instance.StartAsync(1, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var proxy = await StartAsync();
        Serve(proxy, one);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/");
        using var response = await proxy.Client.SendAsync(request, Cancelled);
        Assert.Equal(expected, response.StatusCode);
        await AssertOverAsync();
    }

    [Fact(Timeout = Timeout)]
    public async Task One_that_is_refused_is_counted_until_then()
    {
        await using var proxy = await StartAsync(forward => forward with { Hold = new HoldSpec { MaxRequests = 0 } });
        use.IsAsleep = true;
        using var response = await proxy.Client.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await AssertOverAsync(1);
    }

    [Fact(Timeout = Timeout)]
    public async Task One_whose_process_an_operator_has_stopped_is_counted_until_it_is_refused()
    {
        await using var proxy = await StartAsync();
        proxy.Readiness.Set("web", RunState.Stopped, willRun: false);
        proxy.Readiness.Count("web", use);
        using var response = await proxy.Client.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await AssertOverAsync();
    }

    [Fact(Timeout = Timeout)]
    public async Task One_whose_client_leaves_while_it_waits_is_counted_until_then()
    {
        await using var proxy = await StartAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var answer = proxy.Client.GetStringAsync("/", leaving.Token);
        await Wait.Until(() => use.InFlight == 1, "the request is counted");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await AssertOverAsync();
    }

    [Fact(Timeout = Timeout)]
    public async Task One_whose_client_leaves_while_it_is_answered_is_counted_until_then()
    {
        await using var one = await Instance.StartAsync(1, async context =>
        {
            await context.Response.WriteAsync("first", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        });
        await using var proxy = await StartAsync();
        Serve(proxy, one);
        using (await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancelled))
        {
            Assert.Equal(1, use.InFlight);
        }

        await AssertOverAsync();
        await Wait.Until(() => one.Endpoint.InFlight == 0, "the instance counts it no longer");
    }

    [Theory(Timeout = Timeout)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_is_counted_until_it_ends(bool isWebSocket)
    {
        await using var one = await Instance.StartAsync(1, async context =>
        {
            if (isWebSocket)
            {
                using var accepted = await context.WebSockets.AcceptWebSocketAsync();
                await accepted.ReceiveAsync(new byte[10].AsMemory(), Cancelled);
                await accepted.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
                return;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        });
        await using var proxy = await StartAsync();
        Serve(proxy, one);
        using var socket = new ClientWebSocket();
        using var response = isWebSocket ? null : await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        if (isWebSocket)
        {
            await socket.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws" }.Uri, Cancelled);
        }

        Assert.Equal(1, use.InFlight);
        Assert.True(await one.DrainAsync(Cancelled));
        await AssertOverAsync();
    }

    [Fact(Timeout = Timeout)]
    public async Task One_that_goes_on_at_the_next_route_is_counted_there_alone()
    {
        var other = new ProcessUse(new FakeTimeProvider(), () => { });
        await using var one = await Instance.StartAsync(1, context => context.Response.WriteAsync($"{use.InFlight} {other.InFlight}", context.RequestAborted));
        await using var proxy = await StartAsync();
        var answer = proxy.Client.GetStringAsync("/", Cancelled);
        await Wait.Until(() => use.InFlight == 1, "the request is counted");
        proxy.Readiness.Serve("other", one.Endpoint);
        proxy.Readiness.Count("other", other);
        proxy.Apply([Instance.Route(forward => forward with { Process = "other" })]);
        Assert.Equal("0 1", await answer);
        await AssertOverAsync();
        Assert.Equal(0, other.InFlight);
    }

    [Fact(Timeout = Timeout)]
    public async Task One_whose_process_is_counted_by_somebody_else_after_a_reload_is_counted_by_nobody_at_the_end()
    {
        var next = new ProcessUse(new FakeTimeProvider(), () => { });
        await using var one = await Instance.StartAsync(1, context => context.Response.WriteAsync($"{use.InFlight} {next.InFlight}", context.RequestAborted));
        await using var proxy = await StartAsync();
        var answer = proxy.Client.GetStringAsync("/", Cancelled);
        await Wait.Until(() => use.InFlight == 1, "the request is counted");
        proxy.Readiness.Serve("web", next, one.Endpoint);
        Assert.Equal("0 1", await answer);
        await AssertOverAsync();
        Assert.Equal(0, next.InFlight);
    }

    [Fact(Timeout = Timeout)]
    public async Task Requests_of_other_routes_are_not_counted()
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route() with { Path = "/web" }, RunningProxy.Route(backend.Address)]);
        proxy.Readiness.Serve("web", use);
        use.IsAsleep = true;
        Assert.Equal("ok", await proxy.Client.GetStringAsync("/", Cancelled));
        Assert.Equal((0, 0), (woken, use.InFlight));
    }

    private async Task<RunningProxy> StartAsync(Func<ForwardSpec, ForwardSpec>? change = null)
    {
        var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route(change)]);
        proxy.Readiness.Serve("web", use);
        return proxy;
    }

    private void Serve(RunningProxy proxy, Instance instance) => proxy.Readiness.Serve("web", use, instance.Endpoint);

    /// <summary>A response arrives a little before the server has finished with its request.</summary>
    private async Task AssertOverAsync(int timesWoken = 0)
    {
        await Wait.Until(() => use.InFlight <= 0, "no request is counted");
        Assert.Equal((0, timesWoken), (use.InFlight, woken));
    }
}
