using System.Net;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Holding;

public class HoldingTests
{
    private const int Timeout = 30_000;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(25);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData(RunState.Starting, HealthState.None)]
    [InlineData(RunState.Running, HealthState.Unknown)]
    [InlineData(RunState.Stopping, HealthState.None)]
    [InlineData(RunState.Backoff, HealthState.None)]
    public async Task A_request_that_comes_too_early_waits_and_is_answered(RunState state, HealthState health)
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, Long, 1);
        proxy.Readiness.Set("web", state, health, next: DateTimeOffset.UtcNow.AddSeconds(1), willRun: true);
        var answer = proxy.Client.GetStringAsync("/", Cancelled);
        await AssertWaitsAsync(proxy, answer);
        proxy.Readiness.Set("web", RunState.Running, HealthState.Healthy);
        Assert.Equal("ok", await answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_body_is_not_read_while_it_waits_and_then_sent_once()
    {
        var bodies = 0;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            Interlocked.Increment(ref bodies);
            await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        await using var proxy = await StartAsync(backend.Address, Long, 1);
        proxy.Readiness.Set("web", RunState.Starting);
        using var content = new StringContent("the body");
        var answer = proxy.Client.PostAsync("/", content, Cancelled);
        await AssertWaitsAsync(proxy, answer);
        proxy.Readiness.Set("web", RunState.Running);
        using var response = await answer;
        Assert.Equal("the body", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(1, bodies);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(RunState.Stopping)]
    [InlineData(RunState.Running)]
    public async Task A_request_that_waits_follows_its_process_to_another_port(RunState state)
    {
        await using var nobody = new LateBackend();
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(nobody.Address, Long, 1);
        proxy.Readiness.Set("web", state, willRun: true);
        using var content = new StringContent("the body");
        var answer = proxy.Client.PostAsync("/", content, Cancelled);
        await AssertWaitsAsync(proxy, answer);

        // As a reload does: the routes first, then the process.
        proxy.Apply([RunningProxy.Route(backend.Address).Forwarding(forward => forward with { Process = "web", Hold = new HoldSpec { Timeout = Long, MaxRequests = 1 } })]);
        proxy.Readiness.Set("web", RunState.Running, generation: 2);
        using var response = await answer;
        Assert.Equal("ok", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(0, nobody.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task More_than_may_wait_are_refused_at_once()
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, Long, 1);
        proxy.Readiness.Set("web", RunState.Starting, reason: "started by you");
        var first = proxy.Client.GetStringAsync("/", Cancelled);
        await AssertWaitsAsync(proxy, first);
        using var second = await proxy.Client.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Contains("started by you. Too many requests are waiting", await second.Content.ReadAsStringAsync(Cancelled));
        proxy.Readiness.Set("web", RunState.Running);
        Assert.Equal("ok", await first);
    }

    [Fact(Timeout = Timeout)]
    public async Task Who_has_waited_long_enough_is_told_why()
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, TimeSpan.FromMilliseconds(50), 10);
        proxy.Readiness.Set("web", RunState.Starting, reason: "waits for db");
        await AssertUnavailableAsync(proxy.Client.GetAsync("/", Cancelled), "waits for db");
    }

    [Fact(Timeout = Timeout)]
    public async Task Nobody_waits_for_an_attempt_that_comes_too_late()
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, Long, 10);
        proxy.Readiness.Set("web", RunState.Backoff, reason: "exited with code 1", next: DateTimeOffset.UtcNow.AddMinutes(5));
        await AssertUnavailableAsync(proxy.Client.GetAsync("/", Cancelled), "exited with code 1");
    }

    [Fact(Timeout = Timeout)]
    public async Task Nobody_waits_where_nothing_may_wait()
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, Long, 0);
        proxy.Readiness.Set("web", RunState.Starting);
        await AssertUnavailableAsync(proxy.Client.GetAsync("/", Cancelled), "starting");
    }

    [Theory(Timeout = Timeout)]
    [InlineData(RunState.Stopped)]
    [InlineData(RunState.Failed)]
    public async Task Who_waits_for_what_is_given_up_is_answered_at_once(RunState end)
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, Long, 10);
        proxy.Readiness.Set("web", RunState.Starting);
        var answer = proxy.Client.GetAsync("/", Cancelled);
        await AssertWaitsAsync(proxy, answer);
        proxy.Readiness.Set("web", end, reason: "no more");
        await AssertUnavailableAsync(answer, "no more");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_that_leaves_makes_room()
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, Long, 1);
        proxy.Readiness.Set("web", RunState.Starting);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var first = proxy.Client.GetAsync("/", impatient.Token);
        await AssertWaitsAsync(proxy, first);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        // The server learns of it a moment later; until then the place is taken and a second request refused.
        Task<HttpResponseMessage> second;
        do
        {
            second = proxy.Client.GetAsync("/", Cancelled);
            await Wait.Until(() => second.IsCompleted || proxy.Held == 2, "the second request is refused or held");
        }
        while (second.IsCompleted);
        proxy.Readiness.Set("web", RunState.Running);
        using var response = await second;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<RunningProxy> StartAsync(Uri target, TimeSpan hold, int requests) => RunningProxy.StartAsync(
        Cancelled, [RunningProxy.Route(target).Forwarding(forward => forward with { Process = "web", Hold = new HoldSpec { Timeout = hold, MaxRequests = requests } })]);

    /// <summary>A held request is one that a stop of the process would not wait for, though it has long arrived.</summary>
    private static async Task AssertWaitsAsync(RunningProxy proxy, Task answer)
    {
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        Assert.False(answer.IsCompleted);
        await proxy.App.DrainAsync("web", Cancelled);
    }

    private static async Task AssertUnavailableAsync(Task<HttpResponseMessage> answer, string reason)
    {
        using var response = await answer;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Cancelled));
    }

}
