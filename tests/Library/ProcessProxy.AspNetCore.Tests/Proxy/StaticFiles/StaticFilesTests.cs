using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;

public class StaticFilesTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData("/docs", "/docs/a.html", "a.html", "text/html")]
    [InlineData("/docs", "/docs/", "index.html", "text/html")]
    [InlineData("/docs", "/docs/sub/b.js?v=1", "sub/b.js", "text/javascript")]
    [InlineData("/docs", "/%64ocs/a%2Ehtml", "a.html", "text/html")]
    [InlineData("/docs", "/docs/x/../a.html", "a.html", "text/html")]
    [InlineData("/", "/a.html", "a.html", "text/html")]
    [InlineData("/", "/sub/", "sub/index.html", "text/html")]
    [InlineData("/", "/two%20words.txt", "two words.txt", "text/plain")]
    [InlineData("/", "/unknown.kind", "unknown.kind", "application/octet-stream")]
    [InlineData("/", "/bare", "bare", "application/octet-stream")]
    [InlineData("/", "/.well-known/security.txt", ".well-known/security.txt", "text/plain")]
    public async Task What_follows_the_path_of_the_route_is_the_file(string route, string asked, string file, string type)
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site(
            "a.html", "index.html", "sub/b.js", "sub/index.html", "two words.txt", "unknown.kind", "bare", ".well-known/security.txt");
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route(route)]);
        using var response = await proxy.Client.GetAsync(asked, token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("content of " + file, await response.Content.ReadAsStringAsync(token));
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/sub", "/sub/")]
    [InlineData("/sub?a=%20&a", "/sub/?a=%20&a")]
    [InlineData("/s%75b", "/s%75b/")]
    public async Task A_folder_without_its_slash_is_sent_to_the_one_with_it(string asked, string location)
    {
        using var site = new Site("sub/index.html");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route()]);
        var answer = await proxy.GetRawAsync(asked);
        Assert.StartsWith("HTTP/1.1 308", answer);
        Assert.Contains($"\r\nLocation: {location}\r\n", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_folder_of_the_route_without_its_slash_is_sent_to_the_one_with_it()
    {
        using var site = new Site("index.html");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route("/docs", spaFallback: true)]);
        Assert.Contains("\r\nLocation: /docs/\r\n", await proxy.GetRawAsync("/docs"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/")]
    [InlineData("/empty")]
    [InlineData("/empty/")]
    [InlineData("/a.txt/")]
    [InlineData("/a.txt/b")]
    [InlineData("/A.txt")]
    [InlineData("/nothing.html")]
    public async Task A_folder_is_never_listed_and_what_is_not_there_is_404(string asked)
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site("a.txt");
        Directory.CreateDirectory(site.Inside("empty"));
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route()]);
        using var response = await proxy.Client.GetAsync(asked, token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("\"code\":\"no-file\"", await response.Content.ReadAsStringAsync(token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_that_has_the_file_is_told_so_and_one_that_has_a_part_gets_the_rest()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site();
        site.Write("a.txt", "0123456789");
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route()]);
        using var first = await proxy.Client.GetAsync("/a.txt", token);
        Assert.NotNull(first.Content.Headers.LastModified);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/a.txt") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var unchanged = await proxy.Client.SendAsync(again, token);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var range = new HttpRequestMessage(HttpMethod.Get, "/a.txt") { Headers = { Range = new RangeHeaderValue(7, null) } };
        using var rest = await proxy.Client.SendAsync(range, token);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal("789", await rest.Content.ReadAsStringAsync(token));
        Assert.Equal("bytes 7-9/10", rest.Content.Headers.ContentRange!.ToString());
    }

    [Fact(Timeout = Timeout)]
    public async Task HEAD_gets_the_head_and_other_methods_are_refused()
    {
        using var site = new Site("a.txt");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route()]);
        var head = await proxy.SendRawAsync("HEAD /a.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", head);
        Assert.Contains("\r\nContent-Length: 16\r\n", head);
        Assert.EndsWith("\r\n\r\n", head);
        foreach (var method in new[] { "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND" })
        {
            var answer = await proxy.SendRawAsync($"{method} /a.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 405", answer);
            Assert.Contains("\r\nAllow: GET, HEAD\r\n", answer);
            Assert.Contains("\"code\":\"method-not-allowed\"", answer);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task With_spaFallback_a_path_that_names_no_file_is_the_index_and_a_hidden_one_is_404()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site("index.html", "app.js", ".env");
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route("/app", spaFallback: true)]);
        Assert.Equal("content of index.html", await proxy.Client.GetStringAsync("/app/users/7?tab=1", token));
        Assert.Equal("content of index.html", await proxy.Client.GetStringAsync("/app/users/", token));
        Assert.Equal("content of app.js", await proxy.Client.GetStringAsync("/app/app.js", token));
        using var hidden = await proxy.Client.GetAsync("/app/.env", token);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_folder_that_is_missing_is_404_until_it_is_there()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site("index.html");
        Directory.Move(site.Folder, site.Outside("elsewhere"));
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route(spaFallback: true)]);
        using var before = await proxy.Client.GetAsync("/", token);
        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Directory.Move(site.Outside("elsewhere"), site.Folder);
        Assert.Equal("content of index.html", await proxy.Client.GetStringAsync("/", token));
    }

    [Fact(Timeout = Timeout)]
    public async Task Of_folders_that_are_missing_a_word_is_said_at_the_start_and_of_requests_none()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site("index.html");
        var messages = new Messages();
        var missing = site.Route("/b") with { Action = new StaticFilesSpec { Folder = site.Inside("nothing") } };
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route("/a"), missing], loggers: messages);
        await proxy.Client.GetStringAsync("/a/", token);
        using var nothing = await proxy.Client.GetAsync("/b/", token);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        Assert.Equal(
            $"The folder '{site.Inside("nothing")}' of the route */b does not exist; requests for its files are answered with 404 until it does",
            Assert.Single(messages.All));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/docs/old/a.html", "new/a.html")]
    [InlineData("/docs/docs/b.html", "docs/b.html")]
    public async Task A_rewritten_path_is_the_file_and_without_a_rule_the_path_of_the_route_is_cut_off(string asked, string file)
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site("new/a.html", "docs/b.html");
        var route = site.Route("/docs") with { Rewrite = [new RewriteRule("^/docs/old/", "/new/")] };
        await using var proxy = await RunningProxy.StartAsync(token, [route]);
        Assert.Equal("content of " + file, await proxy.Client.GetStringAsync(asked, token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_large_file_arrives_whole()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site();
        var bytes = Enumerable.Range(0, 5_000_000).Select(i => (byte)(i % 251)).ToArray();
        await File.WriteAllBytesAsync(site.Inside("large.bin"), bytes, token);
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route()]);
        var arrived = await proxy.Client.GetByteArrayAsync("/large.bin", token);
        Assert.True(bytes.AsSpan().SequenceEqual(arrived));
    }

    [Fact(Timeout = Timeout)]
    public async Task An_empty_file_is_served_and_a_pipe_keeps_nobody_waiting()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site();
        site.Write("empty.txt", "");
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route()]);
        Assert.Equal("", await proxy.Client.GetStringAsync("/empty.txt", token));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes among the files there.");
        NamedPipe.Create(site.Inside("pipe"));
        Assert.Equal("", await proxy.Client.GetStringAsync("/pipe", token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_path_of_any_length_is_answered()
    {
        using var site = new Site("index.html");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route()]);
        Assert.StartsWith("HTTP/1.1 404", await proxy.GetRawAsync("/" + new string('a', 5000)));
        Assert.StartsWith("HTTP/1.1 404", await proxy.GetRawAsync(new StringBuilder().Insert(0, "/a", 3000).ToString()));
        Assert.StartsWith("HTTP/1.1 414", await proxy.GetRawAsync("/" + new string('a', 50_000)));
    }
}
