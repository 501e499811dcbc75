using ProcessProxy.AspNetCore.Proxy.Redirects;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Redirects;

public class RedirectTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData("/old", "https://new.example/", "/old", "https://new.example/")]
    [InlineData("/old", "https://new.example/", "/old/", "https://new.example/")]
    [InlineData("/old", "https://new.example/a/", "/old/b/c?x=1&x", "https://new.example/a/b/c?x=1&x")]
    [InlineData("/old", "https://new.example/", "/old/a%2Fb%20c%zz?%26", "https://new.example/a%2Fb%20c%zz?%26")]
    [InlineData("/old", "https://new.example/", "/old?x", "https://new.example/?x")]
    [InlineData("/old", "https://new.example", "/old/b?x", "https://new.example")]
    [InlineData("/old", "/new", "/old/b?x", "/new")]
    [InlineData("/old", "/new/", "/old/b?x", "/new/b?x")]
    [InlineData("/old", "/new?next=/", "/old/b?x", "/new?next=/")]
    [InlineData("/", "https://new.example/", "/a/b", "https://new.example/a/b")]
    [InlineData("/a%20b", "/c/", "/a%20b/d", "/c/d")]
    [InlineData("/old", "/new/", "/%6fld/b", "/new/b")]
    [InlineData("/old", "/new/", "/old/x/../b", "/new/b")]
    public async Task What_follows_the_route_is_carried_over_when_the_destination_ends_with_a_slash(
        string path, string to, string asked, string location)
    {
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [Route(path, to)]);
        Assert.Contains($"\r\nLocation: {location}\r\n", await proxy.GetRawAsync(asked));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("//evil.example/%2e%2e")]
    [InlineData("/%2f/evil.example")]
    [InlineData("/%5c/evil.example")]
    [InlineData("/./%2e//evil.example")]
    [InlineData("/x/..//evil.example")]
    public async Task No_request_chooses_the_host_it_is_sent_to(string rest)
    {
        foreach (var path in new[] { "/", "/old" })
        {
            await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [Route(path, "/")]);
            var location = (await proxy.GetRawAsync(path.TrimEnd('/') + rest)).Split("\r\n").Single(line => line.StartsWith("Location: "))["Location: ".Length..];
            Assert.Equal("here.example", new Uri(new Uri("http://here.example/a/b"), location).Host);
            Assert.False(location is [_, '/' or '\\', ..], location);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/\\evil.example")]
    [InlineData("/\\/evil.example")]
    [InlineData("//\\evil.example")]
    public async Task A_backslash_that_a_browser_would_take_for_a_slash_is_refused(string path)
    {
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [Route("/", "/")]);
        Assert.StartsWith("HTTP/1.1 400", await proxy.GetRawAsync(path));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task The_status_is_that_of_the_route(int status)
    {
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [Route("/", "/x", status)]);
        Assert.StartsWith($"HTTP/1.1 {status} ", await proxy.SendRawAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\na"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/old/2019/01/title", "https://new.example/posts/title")]
    [InlineData("/old/2019/01/title?a=1", "https://new.example/posts/title?a=1")]
    [InlineData("/old/other", "https://new.example/other")]
    public async Task A_rewritten_path_is_what_is_carried_over(string asked, string location)
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [Route("/old", "https://new.example/") with
        {
            Rewrite = [new RewriteRule("^/old/[0-9]+/[0-9]+/", "/posts/")],
        }]);
        Assert.Contains($"\r\nLocation: {location}\r\n", await proxy.GetRawAsync(asked));
    }

    [Fact]
    public void A_query_that_a_rule_makes_comes_before_that_of_the_client() =>
        Assert.Equal("/x/a?p=1&q=2", Location.OfRedirect("/x/", "/a?p=1", "?q=2"));

    private static RouteSpec Route(string path, string to, int status = 308) =>
        new() { Path = path, Action = new RedirectSpec { To = to, Status = status } };
}
