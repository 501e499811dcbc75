using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public class FailureTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task An_unknown_route_is_404_in_JSON_for_programs_and_a_page_for_people()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, []);
        using var json = await proxy.Client.GetAsync("/x", token);
        await AssertFailureAsync(json, HttpStatusCode.NotFound, "no-route", token);

        proxy.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");
        using var html = await proxy.Client.GetAsync("/x", token);
        Assert.Equal(HttpStatusCode.NotFound, html.StatusCode);
        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<h1>404 Not Found</h1>", await html.Content.ReadAsStringAsync(token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_HEAD_request_gets_the_head_alone()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, []);
        var answer = await proxy.SendRawAsync("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", answer);
        Assert.EndsWith("\r\n\r\n", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task Who_asks_for_a_tunnel_is_refused_and_no_backend_hears_of_it()
    {
        await using var backend = new Fuzzing.StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        foreach (var target in new[] { "/", "//a", "other.example:443", "http://other.example/" })
        {
            Assert.StartsWith("HTTP/1.1 4", await proxy.SendRawAsync($"CONNECT {target} HTTP/1.1\r\nHost: other.example:443\r\nConnection: close\r\n\r\n"));
        }

        Assert.Equal(0, backend.Requests);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_dead_backend_is_502_at_once()
    {
        var token = TestContext.Current.CancellationToken;
        await using var nobody = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(nobody.Address)]);
        using var response = await proxy.Client.GetAsync("/", token);
        await AssertFailureAsync(response, HttpStatusCode.BadGateway, "backend-unreachable", token);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_backend_that_speaks_no_HTTP_is_502()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend("what?\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using var response = await proxy.Client.GetAsync("/", token);
        await AssertFailureAsync(response, HttpStatusCode.BadGateway, "backend-unreachable", token);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(RunState.Failed, 30)]
    [InlineData(RunState.Stopped, 30)]
    [InlineData(RunState.Stopping, 1)]
    public async Task A_process_that_cannot_answer_is_503_with_the_reason(RunState state, int retryAfter)
    {
        var token = TestContext.Current.CancellationToken;
        await using var nobody = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(nobody.Address).Forwarding(forward => forward with { Process = "web" })]);
        proxy.Readiness.Set("web", state, reason: "it exited with code 3 <ten> times.");
        using var response = await proxy.Client.GetAsync("/", token);
        Assert.Equal(TimeSpan.FromSeconds(retryAfter), response.Headers.RetryAfter!.Delta);
        Assert.Contains("it exited with code 3 <ten> times.", await AssertFailureAsync(response, HttpStatusCode.ServiceUnavailable, "process-unavailable", token));
    }

    [Fact(Timeout = Timeout)]
    public async Task Retry_After_counts_down_to_the_next_attempt()
    {
        var token = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var nobody = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(nobody.Address).Forwarding(forward => forward with { Process = "web" })], clock: clock);
        proxy.Readiness.Set("web", RunState.Backoff, next: clock.GetUtcNow().AddSeconds(61));
        clock.Advance(TimeSpan.FromSeconds(20.5));
        using var response = await proxy.Client.GetAsync("/", token);
        Assert.Equal(TimeSpan.FromSeconds(41), response.Headers.RetryAfter!.Delta);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(HealthState.None)]
    [InlineData(HealthState.Unhealthy)]
    [InlineData(HealthState.Healthy)]
    public async Task A_running_process_is_asked_whatever_its_health_is_found_to_be(HealthState health)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { Process = "web" })]);
        proxy.Readiness.Set("web", RunState.Running, health);
        Assert.Equal("ok", await proxy.Client.GetStringAsync("/", token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_process_that_does_not_exist_is_503()
    {
        var token = TestContext.Current.CancellationToken;
        await using var nobody = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(nobody.Address).Forwarding(forward => forward with { Process = "gone" })]);
        using var response = await proxy.Client.GetAsync("/", token);
        await AssertFailureAsync(response, HttpStatusCode.ServiceUnavailable, "process-unavailable", token);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_expression_that_takes_too_long_is_a_plain_500()
    {
        var token = TestContext.Current.CancellationToken;
        await using var nobody = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(
            token, [RunningProxy.Route(nobody.Address) with { Rewrite = [new RewriteRule("^/(?=(a+)+$)", "/")] }]);
        using var response = await proxy.Client.GetAsync("/" + new string('a', 60) + "!", token);
        await AssertFailureAsync(response, HttpStatusCode.InternalServerError, "rewrite-timeout", token);
    }

    private static async Task<string> AssertFailureAsync(HttpResponseMessage response, HttpStatusCode status, string code, CancellationToken token)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(token));
        Assert.False(json.RootElement.GetProperty("success").GetBoolean());
        Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
        return json.RootElement.GetProperty("error").GetString()!;
    }
}
