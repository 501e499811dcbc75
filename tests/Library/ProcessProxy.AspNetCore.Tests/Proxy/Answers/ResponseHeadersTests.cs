using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Answers;

public class ResponseHeadersTests
{
    private const int Timeout = 30_000;
    private static readonly ValueMap Headers = new([new("X-Set", "a, b"), new("Via", ""), new("X-Powered-By", "")]);

    [Fact(Timeout = Timeout)]
    public async Task The_route_sets_replaces_and_removes_headers_of_a_forwarded_answer()
    {
        await using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Set: 1\r\nX-Set: 2\r\nX-Powered-By: PHP\r\nX-Kept: 1\r\n\r\nok");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address) with { ResponseHeaders = Headers }]);
        var answer = await proxy.GetRawAsync("/");
        Assert.Equal(["X-Set: a, b"], answer.Split("\r\n").Where(line => line.StartsWith("X-Set")));
        Assert.DoesNotContain("X-Powered-By", answer);
        Assert.Contains("\r\nX-Kept: 1\r\n", answer);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/files", "404")]
    [InlineData("/elsewhere", "308")]
    [InlineData("/secure", "308")]
    [InlineData("/dead", "502")]
    [InlineData("/down", "503")]
    [InlineData("/limited", "429")]
    [InlineData("/small", "413")]
    [InlineData("/bad-rewrite", "400")]
    public async Task It_does_so_on_every_answer_of_the_proxy_s_own(string path, string status)
    {
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [.. Routes().Select(route => route with { ResponseHeaders = Headers })], clock: new FakeTimeProvider());
        proxy.Readiness.Set("down", RunState.Stopped);
        await proxy.GetRawAsync("/limited");
        var answer = await proxy.SendRawAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab".Replace("POST /files", "GET /files"));
        Assert.StartsWith($"HTTP/1.1 {status}", answer);
        Assert.Contains("\r\nX-Set: a, b\r\n", answer);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/missing", "404", "no-store")]
    [InlineData("/dead", "502", "no-store")]
    [InlineData("/gone", "410", null)]
    [InlineData("/kept", "404", "max-age=5")]
    [InlineData("/there", "200", "public, max-age=31536000, immutable")]
    public async Task What_lets_an_answer_be_kept_is_not_put_on_a_failure(string path, string status, string? expected)
    {
        var token = TestContext.Current.CancellationToken;
        await using var gone = new RawBackend("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var kept = new RawBackend("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nCache-Control: max-age=5\r\nConnection: close\r\n\r\n");
        await using var there = new RawBackend();
        await using var dead = new LateBackend();
        var folder = new StaticFilesSpec { Folder = AppContext.BaseDirectory };
        RouteSpec[] routes =
        [
            new() { Path = "/missing", Action = folder },
            RunningProxy.Route(gone.Address, "/gone"), RunningProxy.Route(kept.Address, "/kept"), RunningProxy.Route(there.Address, "/there"),
            RunningProxy.Route(dead.Address, "/dead"),
        ];
        var headers = new ValueMap(
            [new("cache-control", "public, max-age=31536000, immutable"), new("Expires", "Fri, 01 Jan 2100 00:00:00 GMT"), new("X-Set", "1")]);
        await using var proxy = await RunningProxy.StartAsync(token, [.. routes.Select(route => route with { ResponseHeaders = headers })]);
        using var response = await proxy.Client.GetAsync(path == "/missing" ? "/missing/x.js" : path, token);
        Assert.Equal(status, $"{(int)response.StatusCode}");
        Assert.Equal(expected, response.Headers.NonValidated.TryGetValues("Cache-Control", out var found) ? found.ToString() : null);
        Assert.Equal(status == "200", response.Content.Headers.Contains("Expires"));
        Assert.True(response.Headers.Contains("X-Set"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("no-store")]
    [InlineData("private, no-cache")]
    public async Task What_forbids_to_keep_an_answer_is_put_on_failures_too(string value)
    {
        await using var gone = new RawBackend("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(gone.Address) with { ResponseHeaders = new([new("Cache-Control", value)]) }]);
        Assert.Contains($"\r\nCache-Control: {value}\r\n", await proxy.GetRawAsync("/"));
    }

    [Fact(Timeout = Timeout)]
    public async Task No_route_takes_away_that_our_own_failures_are_not_kept()
    {
        await using var dead = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(dead.Address) with { ResponseHeaders = new([new("Cache-Control", "")]) }]);
        Assert.Contains("\r\nCache-Control: no-store\r\n", await proxy.GetRawAsync("/"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(false, false, "max-age=31536000")]
    [InlineData(true, false, "max-age=31536000; includeSubDomains")]
    [InlineData(true, true, "max-age=31536000; includeSubDomains; preload")]
    public async Task Hsts_is_said_over_HTTPS_in_place_of_the_backend_s_and_not_over_HTTP(bool subDomains, bool preload, string expected)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nStrict-Transport-Security: max-age=0\r\n\r\nok");
        var route = RunningProxy.Route(backend.Address) with { Ssl = true, Hsts = new HstsSpec { MaxAge = TimeSpan.FromDays(365), IncludeSubDomains = subDomains, Preload = preload } };
        await using var proxy = await RunningProxy.StartAsync(token, [route], httpsPort: 0);
        using var secure = await proxy.Client.GetAsync(proxy.App.Endpoints.HttpsUrl, token);
        Assert.Equal([expected], secure.Headers.GetValues("Strict-Transport-Security"));
        using var plain = await proxy.Client.GetAsync("/", token);
        Assert.Equal(HttpStatusCode.PermanentRedirect, plain.StatusCode);
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_headers_of_the_route_have_the_last_word_over_hsts()
    {
        var token = TestContext.Current.CancellationToken;
        var route = RunningProxy.Route(new Uri("http://127.0.0.1:1")) with
        {
            Ssl = true, Hsts = new HstsSpec { MaxAge = TimeSpan.FromDays(1) }, ResponseHeaders = new([new("strict-transport-security", "")]),
        };
        await using var proxy = await RunningProxy.StartAsync(token, [route], httpsPort: 0);
        using var secure = await proxy.Client.GetAsync(proxy.App.Endpoints.HttpsUrl, token);
        Assert.False(secure.Headers.Contains("Strict-Transport-Security"));
    }

    private static RouteSpec[] Routes()
    {
        var nobody = new Uri("http://127.0.0.1:1");
        return
        [
            new() { Path = "/files", Action = new StaticFilesSpec { Folder = "/nowhere/at/all" } },
            new() { Path = "/elsewhere", Action = new RedirectSpec { To = "/x", Status = 308 } },
            RunningProxy.Route(nobody, "/secure") with { Ssl = true },
            RunningProxy.Route(nobody, "/dead"),
            RunningProxy.Route(nobody, "/down").Forwarding(forward => forward with { Process = "down" }),
            RunningProxy.Route(nobody, "/limited") with { RateLimit = new RateLimitSpec { Requests = 1, Window = TimeSpan.FromHours(1) } },
            RunningProxy.Route(nobody, "/small").Forwarding(forward => forward with { MaxRequestBody = 1 }),
            RunningProxy.Route(nobody, "/bad-rewrite") with { Rewrite = [new RewriteRule("^.*", "/..%2f")] },
        ];
    }
}
