using System.Net;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public class ForwardingTests
{
    private const int Timeout = 30_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData("", "/x", "/x")]
    [InlineData("", "/", "/")]
    [InlineData("", "/?", "/?")]
    [InlineData("", "//evil.example/x?a=1", "//evil.example/x?a=1")]
    [InlineData("", "/a%2Fb/%7E%20?q=%zz&q=%20&q=+", "/a%2Fb/%7E%20?q=%zz&q=%20&q=+")]
    [InlineData("/base/", "/x?a=b&a=c", "/base/x?a=b&a=c")]
    [InlineData("/base", "/", "/base/")]
    [InlineData("/base", "/../../x", "/base/x")]
    [InlineData("/base", "//evil.example/x", "/base//evil.example/x")]
    [InlineData("/base", "http://test.example/a?b", "/base/a?b")]
    public async Task Path_and_query_arrive_as_sent_below_the_base_path(string basePath, string sent, string arrived)
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(new Uri(backend.Address, basePath))]);
        Assert.StartsWith("HTTP/1.1 200", await proxy.GetRawAsync(sent));
        Assert.Equal(arrived, await backend.NextTargetAsync(Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task Random_paths_and_queries_arrive_byte_for_byte()
    {
        const string pathCharacters = "abcXYZ019-_~!$&'()*+,;=:@|^`\"<>{}[]/%";
        var random = new Random(7);
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        for (var i = 0; i < 300; i++)
        {
            var path = "/" + string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => pathCharacters[random.Next(pathCharacters.Length)]));
            path = path.Replace("%", $"%{random.Next(0x21, 0x7e):X2}").Replace("%2E", "%41").Replace("%2F", "%2f");
            var query = random.Next(2) == 0 ? "" : "?" + string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(0x21, 0x7f))).Replace('#', 'x');
            var answer = await proxy.GetRawAsync(path + query);
            Assert.True(answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal), path + query + "\n" + answer);
            Assert.Equal(path + query, await backend.NextTargetAsync(Token));
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/a/..%2f..%2fetc/passwd")]
    [InlineData("/a/..%5c..%5cetc")]
    [InlineData("/a/..;/manager")]
    [InlineData("/a%00")]
    [InlineData("/a%0d%0aX: y")]
    [InlineData("/..#/x")]
    [InlineData("/a#x")]
    [InlineData("/a\\x")]
    public async Task A_path_that_climbs_in_disguise_is_refused_and_goes_nowhere(string target)
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        Assert.StartsWith("HTTP/1.1 400", await proxy.GetRawAsync(target));
        await proxy.GetRawAsync("/next");
        Assert.Equal("/next", await backend.NextTargetAsync(Token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_rewrite_that_leaves_a_climbing_path_cannot_leave_the_base_path()
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(new Uri(backend.Address, "/base")) with { Rewrite = [new RewriteRule("^/cut", "")] }]);
        await proxy.GetRawAsync("/cut../secret");
        Assert.Equal("/base/secret", await backend.NextTargetAsync(Token));
        Assert.StartsWith("HTTP/1.1 400", await proxy.GetRawAsync("/cut..%5c..%5csecret"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_query_in_a_replacement_comes_before_the_clients()
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address) with { Rewrite = [new RewriteRule("^/go/(.*)$", "/index.php?p=$1")] }]);
        await proxy.GetRawAsync("/go/here?x=1&x=%2f");
        Assert.Equal("/index.php?p=here&x=1&x=%2f", await backend.NextTargetAsync(Token));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_most_specific_route_takes_the_request()
    {
        await using var first = new RawBackend();
        await using var second = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken,
        [
            RunningProxy.Route(first.Address, "/very/long/path"),
            RunningProxy.Route(second.Address) with { Domain = "*.example" },
        ]);
        await proxy.GetRawAsync("/very/long/path/x", "a.example:80");
        Assert.Equal("/very/long/path/x", await second.NextTargetAsync(Token));
        await proxy.GetRawAsync("/very/long/path/x", "elsewhere");
        Assert.Equal("/very/long/path/x", await first.NextTargetAsync(Token));
        Assert.StartsWith("HTTP/1.1 404", await proxy.GetRawAsync("/very/long", "elsewhere"));
    }

    [Fact(Timeout = Timeout)]
    public async Task Asking_about_the_server_as_a_whole_is_answered_by_it()
    {
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, []);
        Assert.StartsWith("HTTP/1.1 204", await proxy.SendRawAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_redirect_of_the_backend_and_its_cookies_reach_the_client_untouched()
    {
        await using var backend = new RawBackend(
            "HTTP/1.1 302 Found\r\nLocation: /else?x=%20\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        using var response = await proxy.Client.GetAsync("/", Token);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/else?x=%20", response.Headers.GetValues("Location").Single());
        Assert.Equal(["a=1", "b=2"], response.Headers.GetValues("Set-Cookie"));
        await proxy.Client.GetAsync("/again", Token);
        await backend.NextAsync(Token);
        Assert.DoesNotContain("Cookie", await backend.NextAsync(Token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_compressed_answer_stays_compressed()
    {
        await using var backend = new RawBackend(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\u001f\u008bxx");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        var answer = await proxy.GetRawAsync("/", headers: "Accept-Encoding: gzip\r\n");
        Assert.Contains("Content-Encoding: gzip", answer);
        Assert.EndsWith("\u001f\u008bxx", answer);
        Assert.DoesNotContain("Server:", answer);
    }
}
