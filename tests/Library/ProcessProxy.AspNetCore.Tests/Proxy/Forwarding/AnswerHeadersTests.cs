using System.Net;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public class AnswerHeadersTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData("204 No Content", "5")]
    [InlineData("205 Reset Content", "5")]
    [InlineData("205 Reset Content", "0")]
    public async Task An_answer_that_can_have_no_body_has_none_whatever_the_backend_says(string status, string length)
    {
        await using var backend = new RawBackend($"HTTP/1.1 {status}\r\nContent-Length: {length}\r\nX-Kept: 1\r\nConnection: close\r\n\r\nhello");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        var answer = await proxy.GetRawAsync("/");
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer);
        Assert.Contains("\r\nX-Kept: 1\r\n", answer);
        Assert.EndsWith("\r\n\r\n", answer);
        Assert.DoesNotContain("Content-Length: 5", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_the_backend_names_in_Connection_is_for_the_proxy_alone()
    {
        await using var backend = new RawBackend(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close, X-Hop, Content-Length\r\nConnection: x-other\r\nX-Hop: 1\r\nX-Other: 1\r\nX-Kept: 1\r\n\r\nok");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        var answer = await proxy.GetRawAsync("/");
        Assert.DoesNotContain("X-Hop", answer);
        Assert.DoesNotContain("X-Other", answer);
        Assert.Contains("\r\nX-Kept: 1\r\n", answer);
        Assert.Contains("\r\nContent-Length: 2\r\n", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task Trailers_are_not_announced_where_they_are_not_sent()
    {
        await using var backend = new RawBackend(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        var answer = await proxy.GetRawAsync("/");
        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.DoesNotContain("X-Sum", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_failure_has_none_of_the_headers_of_an_answer_that_was_not_given()
    {
        // Nobody has asked to change the protocol.
        await using var backend = new RawBackend("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\nX-Mine: 1\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        var answer = await proxy.GetRawAsync("/");
        Assert.StartsWith("HTTP/1.1 502 ", answer);
        Assert.DoesNotContain("Upgrade", answer);
        Assert.DoesNotContain("X-Mine", answer);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")]
    public async Task A_WebSocket_over_HTTP_2_that_the_backend_does_not_open_is_refused_and_no_exception(string refusal)
    {
        var token = TestContext.Current.CancellationToken;
        var messages = new Messages();
        await using var backend = new RawBackend(refusal);
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)], httpsPort: 0, loggers: messages);
        using var client = new System.Net.WebSockets.ClientWebSocket { Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact, CollectHttpResponseDetails = true } };
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => client.ConnectAsync(new Uri($"wss://localhost:{proxy.App.Endpoints.HttpsPort}/"), invoker, token));
        Assert.NotEqual(HttpStatusCode.OK, client.HttpStatusCode);
        Assert.Equal(refusal.Contains("403", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.BadGateway, client.HttpStatusCode);
        Assert.DoesNotContain(messages.All, message => message.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_pooled_connection_that_ends_just_then_fails_no_request_that_changes_nothing()
    {
        var asked = 0;
        await using var backend = new ScriptedServer(async exchange =>
        {
            // The second request on each connection meets its end.
            await exchange.ReadHeadAsync();
            Interlocked.Increment(ref asked);
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await exchange.ReadToAsync("\r\n");
        });
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("ok", await proxy.Client.GetStringAsync("/", token));
        }

        Assert.Equal(20, asked);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_backend_that_ends_at_each_request_is_asked_twice_for_what_changes_nothing_and_else_once()
    {
        var asked = 0;
        await using var backend = new ScriptedServer(async exchange =>
        {
            await exchange.ReadHeadAsync();
            Interlocked.Increment(ref asked);
        });
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using var response = await proxy.Client.GetAsync("/", token);
        Assert.Equal((HttpStatusCode.BadGateway, 2), (response.StatusCode, asked));
        using var delete = await proxy.Client.DeleteAsync("/", token);
        Assert.Equal((HttpStatusCode.BadGateway, 3), (delete.StatusCode, asked));
        using var post = await proxy.Client.PostAsync("/", null, token);
        Assert.Equal((HttpStatusCode.BadGateway, 4), (post.StatusCode, asked));
    }
}
