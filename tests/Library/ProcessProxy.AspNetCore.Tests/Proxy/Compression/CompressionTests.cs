using System.IO.Compression;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Compression;

public class CompressionTests
{
    private const int Timeout = 30_000;
    private static readonly string Text = string.Concat(Enumerable.Repeat("All work and no play. ", 500));

    [Theory(Timeout = Timeout)]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("deflate", null)]
    [InlineData("identity", null)]
    [InlineData("br;q=0", null)]
    [InlineData("", null)]
    public async Task An_answer_is_compressed_as_the_client_likes_it(string accepted, string? encoding)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(context => AnswerAsync(context, "text/plain"));
        await using var proxy = await StartAsync(backend, token);
        foreach (var address in new[] { "/", proxy.App.Endpoints.HttpsUrl! })
        {
            using var response = await GetAsync(proxy, address, accepted, token);
            var bytes = await response.Content.ReadAsByteArrayAsync(token);
            Assert.Equal(encoding is null ? [] : [encoding], response.Content.Headers.ContentEncoding);
            Assert.Equal(accepted.Length > 0, response.Headers.Vary.Contains("Accept-Encoding"));
            Assert.Equal(encoding is null ? "\"tag\"" : "W/\"tag\"", response.Headers.ETag!.ToString());
            Assert.Equal(encoding is null, bytes.Length == Text.Length);
            Assert.Equal(Text, Decompress(bytes, encoding));
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("text/javascript", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("text/event-stream", false)]
    [InlineData("text/event-stream; charset=utf-8", false)]
    [InlineData("image/png", false)]
    [InlineData("application/zip", false)]
    [InlineData("application/grpc", false)]
    public async Task What_is_no_text_is_left_alone(string type, bool compressed)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(context => AnswerAsync(context, type));
        await using var proxy = await StartAsync(backend, token);
        using var response = await GetAsync(proxy, "/", "br", token);
        Assert.Equal(compressed ? ["br"] : [], response.Content.Headers.ContentEncoding);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("Content-Encoding: gzip")]
    [InlineData("Content-Range: bytes 0-1/2")]
    [InlineData("Cache-Control: public, no-transform")]
    public async Task What_says_that_it_is_to_stay_as_it_is_stays(string header)
    {
        await using var backend = new RawBackend($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{header}\r\nContent-Length: {Text.Length}\r\n\r\n{Text}");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address) with { Compression = true }]);
        var answer = await proxy.GetRawAsync("/", headers: "Accept-Encoding: br, gzip\r\n");
        Assert.Contains(header, answer);
        Assert.EndsWith(Text, answer);
        Assert.DoesNotContain("Content-Encoding: br", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_compressed_answer_that_trickles_arrives_as_it_comes()
    {
        var token = TestContext.Current.CancellationToken;
        using var go = new SemaphoreSlim(0);
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("begun ", token);
            await go.WaitAsync(token);
            await context.Response.WriteAsync("ended", token);
        });
        await using var proxy = await StartAsync(backend, token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(token), CompressionMode.Decompress);
        var buffer = new byte[100];
        Assert.Equal("begun ", Encoding.ASCII.GetString(buffer, 0, await unzipped.ReadAsync(buffer, token)));
        go.Release();
        using var reader = new StreamReader(unzipped);
        Assert.Equal("ended", await reader.ReadToEndAsync(token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_WebSocket_passes()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token);
        });
        await using var proxy = await StartAsync(backend, token);
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Accept-Encoding", "br");
        await client.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws" }.Uri, token);
        var buffer = new byte[100];
        var received = await client.ReceiveAsync(buffer.AsMemory(), token);
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, received.Count));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_that_has_a_compressed_file_is_told_so_and_a_part_of_it_is_not_compressed()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site();
        site.Write("a.txt", Text);
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route() with { Compression = true }]);
        using var first = await GetAsync(proxy, "/a.txt", "br", token);
        Assert.Equal(Text, Decompress(await first.Content.ReadAsByteArrayAsync(token), "br"));
        Assert.True(first.Headers.ETag!.IsWeak);
        Assert.Empty(first.Headers.AcceptRanges);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/a.txt") { Headers = { { "Accept-Encoding", "br" }, { "If-None-Match", first.Headers.ETag.ToString() } } };
        using var unchanged = await proxy.Client.SendAsync(again, token);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(first.Headers.ETag, unchanged.Headers.ETag);
        Assert.Equal(["Accept-Encoding"], unchanged.Headers.Vary);

        using var range = new HttpRequestMessage(HttpMethod.Get, "/a.txt") { Headers = { { "Accept-Encoding", "br" }, { "Range", "bytes=4-7" } } };
        using var part = await proxy.Client.SendAsync(range, token);
        Assert.Equal(Text[4..8], await part.Content.ReadAsStringAsync(token));
    }

    private static Task AnswerAsync(HttpContext context, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = Text.Length;
        context.Response.Headers.ETag = "\"tag\"";
        return context.Response.WriteAsync(Text, context.RequestAborted);
    }

    private static Task<RunningProxy> StartAsync(LiveBackend backend, CancellationToken token) =>
        RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address) with { Compression = true }], httpsPort: 0);

    private static async Task<HttpResponseMessage> GetAsync(RunningProxy proxy, string address, string accepted, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accepted.Length > 0)
        {
            request.Headers.Add("Accept-Encoding", accepted);
        }

        return await proxy.Client.SendAsync(request, token);
    }

    private static string Decompress(byte[] bytes, string? encoding)
    {
        using var source = new MemoryStream(bytes);
        using Stream plain = encoding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }
}
