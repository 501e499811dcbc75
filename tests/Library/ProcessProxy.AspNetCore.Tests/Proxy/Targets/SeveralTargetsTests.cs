using System.Net;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Targets;

public class SeveralTargetsTests
{
    private const int Timeout = 30_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Requests_are_spread_over_all_targets()
    {
        await using var one = await NamedAsync("one");
        await using var two = await NamedAsync("two");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Route(one.Address, two.Address)]);
        var answers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await proxy.Client.GetStringAsync("/", Cancelled));
        }

        Assert.Equal(["one", "two", "one", "two"], answers);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("GET", null)]
    [InlineData("POST", "the body")]
    public async Task A_target_that_cannot_be_reached_is_passed_over(string method, string? body)
    {
        await using var dead = new LateBackend();
        await using var two = await NamedAsync("two");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Route(dead.Address, two.Address)]);
        for (var i = 0; i < 4; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/") { Content = body is null ? null : new StringContent(body) };
            using var response = await proxy.Client.SendAsync(request, Cancelled);
            Assert.Equal("two" + body, await response.Content.ReadAsStringAsync(Cancelled));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task When_none_can_be_reached_it_is_502()
    {
        await using var one = new LateBackend();
        await using var two = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Route(one.Address, two.Address)]);
        using var response = await proxy.Client.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_cookie_keeps_a_client_at_its_target()
    {
        await using var one = await NamedAsync("one");
        await using var two = await NamedAsync("two");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Route(one.Address, two.Address).Forwarding(forward => forward with { AffinityCookie = "at" })]);
        var (name, cookie) = await GetAsync(proxy, null);
        Assert.NotNull(cookie);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("localhost", cookie);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((name, null), await GetAsync(proxy, cookie.Split(';')[0]));
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("at=nonsense")]
    [InlineData("at=")]
    public async Task A_cookie_that_names_no_target_is_replaced(string cookie)
    {
        await using var one = await NamedAsync("one");
        await using var two = await NamedAsync("two");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Route(one.Address, two.Address).Forwarding(forward => forward with { AffinityCookie = "at" })]);
        Assert.NotNull((await GetAsync(proxy, cookie)).Cookie);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_whose_target_is_gone_gets_another_and_stays_there()
    {
        await using var dead = new LateBackend();
        await using var two = await NamedAsync("two");
        await using var proxy = await RunningProxy.StartAsync(
            Cancelled, [Route(dead.Address, two.Address).Forwarding(forward => forward with { AffinityCookie = "at", LoadBalancing = LoadBalancing.First })]);
        var (name, cookie) = await GetAsync(proxy, null);
        Assert.Equal("two", name);
        Assert.Equal(("two", null), await GetAsync(proxy, cookie!.Split(';')[0]));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_route_below_another_finds_its_own_cookie_though_both_have_one_name()
    {
        await using var one = await NamedAsync("one");
        await using var two = await NamedAsync("two");
        await using var three = await NamedAsync("three");
        await using var four = await NamedAsync("four");
        await using var proxy = await RunningProxy.StartAsync(
            Cancelled,
            [
                Route(one.Address, two.Address).Forwarding(forward => forward with { AffinityCookie = "at" }),
                Route(three.Address, four.Address).Forwarding(forward => forward with { AffinityCookie = "at" }) with { Path = "/api" },
            ]);
        var (outer, outerCookie) = await GetAsync(proxy, null);
        var (inner, innerCookie) = await GetAsync(proxy, null, "/api");

        // As browsers do: the longer path first.
        var both = $"{innerCookie!.Split(';')[0]}; {outerCookie!.Split(';')[0]}";
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((inner, null), await GetAsync(proxy, both, "/api"));
            Assert.Equal((outer, null), await GetAsync(proxy, outerCookie.Split(';')[0]));
        }
    }

    private static RouteSpec Route(params Uri[] targets) => new() { Path = "/", Action = new ForwardSpec { Targets = [.. targets] } };

    private static Task<LiveBackend> NamedAsync(string name) => LiveBackend.StartAsync(async context =>
    {
        await context.Response.WriteAsync(name, context.RequestAborted);
        await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    });

    private static async Task<(string Name, string? Cookie)> GetAsync(RunningProxy proxy, string? cookie, string path = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await proxy.Client.SendAsync(request, Cancelled);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadAsStringAsync(Cancelled),
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Last() : null);
    }
}
