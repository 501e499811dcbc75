using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Limits;

public class RateLimitTests
{
    private const int Timeout = 30_000;
    private static readonly RateLimitSpec TwoInTenSeconds = new() { Requests = 2, Window = TimeSpan.FromSeconds(10) };

    [Fact(Timeout = Timeout)]
    public async Task A_request_too_many_is_429_and_says_when_to_ask_again()
    {
        var token = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider();
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(
            token, [RunningProxy.Route(backend.Address) with { RateLimit = TwoInTenSeconds }, Free], clock: clock);
        await proxy.Client.GetStringAsync("/a", token);
        await proxy.Client.GetStringAsync("/b", token);
        clock.Advance(TimeSpan.FromSeconds(2.5));
        using var response = await proxy.Client.GetAsync("/c", token);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(8), response.Headers.RetryAfter!.Delta);
        Assert.Contains("\"code\":\"rate-limited\"", await response.Content.ReadAsStringAsync(token));
        using var other = await proxy.Client.GetAsync("/free", token);
        Assert.Equal(HttpStatusCode.PermanentRedirect, other.StatusCode);
        clock.Advance(TimeSpan.FromSeconds(7.5));
        Assert.Equal("ok", await proxy.Client.GetStringAsync("/d", token));
    }

    [Fact(Timeout = Timeout)]
    public async Task Clients_behind_a_trusted_proxy_are_counted_each_for_itself_and_cannot_hide()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(
            token, [Free with { RateLimit = TwoInTenSeconds }], clock: new FakeTimeProvider(),
            configure: spec => spec with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        var statuses = new List<string>();
        foreach (var client in new[] { "1.1.1.1", "9.9.9.9, 1.1.1.1", "8.8.8.8, 1.1.1.1", "2.2.2.2", "2001:db8::1", "2001:db8::2", "2001:db8::3" })
        {
            statuses.Add((await proxy.GetRawAsync("/free", headers: $"X-Forwarded-For: {client}\r\n"))[9..12]);
        }

        Assert.Equal(["308", "308", "429", "308", "308", "308", "429"], statuses);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_that_is_nobody_s_proxy_cannot_choose_what_it_is_counted_as()
    {
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [Free with { RateLimit = TwoInTenSeconds }], clock: new FakeTimeProvider());
        await proxy.GetRawAsync("/free", headers: "X-Forwarded-For: 1.1.1.1\r\n");
        await proxy.GetRawAsync("/free", headers: "X-Forwarded-For: 2.2.2.2\r\n");
        Assert.StartsWith("HTTP/1.1 429", await proxy.GetRawAsync("/free", headers: "X-Forwarded-For: 3.3.3.3\r\n"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_reload_that_leaves_the_route_alone_forgets_no_request()
    {
        var token = TestContext.Current.CancellationToken;
        var limited = Free with { RateLimit = TwoInTenSeconds };
        await using var proxy = await RunningProxy.StartAsync(token, [limited], clock: new FakeTimeProvider());
        await proxy.GetRawAsync("/free");
        await proxy.GetRawAsync("/free");
        proxy.Apply([limited, RunningProxy.Route(new Uri("http://localhost:1"), "/new")]);
        Assert.StartsWith("HTTP/1.1 429", await proxy.GetRawAsync("/free"));
    }

    private static RouteSpec Free => new() { Path = "/free", Action = new RedirectSpec { To = "/x", Status = 308 } };
}
