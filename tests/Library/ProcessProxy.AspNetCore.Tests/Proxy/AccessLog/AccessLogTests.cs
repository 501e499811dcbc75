using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Proxy.AccessLog;
using ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;
using ProcessProxy.AspNetCore.Tests.Proxy.Instances;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.AccessLog;

public class AccessLogTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task A_forwarded_request_is_one_line_with_all_there_is_to_say()
    {
        var token = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 7, 1, 12, 0, 0, 5, TimeSpan.FromHours(2)));
        var names = new List<string>();
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            names.Add(context.Request.Headers["X-Request-Id"]!);
            using var reader = new StreamReader(context.Request.Body);
            await reader.ReadToEndAsync(token);
            clock.Advance(TimeSpan.FromMilliseconds(250));
            context.Response.StatusCode = 201;
            await context.Response.WriteAsync("answer", token);
        });
        await using var logged = await LoggedProxy.StartAsync(
            token, [RunningProxy.Route(backend.Address, "/api").Forwarding(forward => forward with { Process = "web" }) with { Domain = "test.example" }], clock);
        logged.Proxy.Readiness.Set("web", RunState.Running);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/a%20b?x=1&y")
        {
            Content = new StringContent("question"),
            Headers = { { "Host", "test.example:8080" }, { "User-Agent", "tester/1.0" }, { "Referer", "http://from.example/" } },
        };
        using var response = await logged.Client.SendAsync(request, token);
        Assert.Equal("answer", await response.Content.ReadAsStringAsync(token));

        var line = Assert.Single(await logged.StopAndReadAsync());
        Assert.Equal(
            ["time", "client", "method", "host", "path", "protocol", "route", "process", "status", "bytesSent", "bytesReceived", "duration",
                "upstream", "requestId", "userAgent", "referer"],
            line.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            $$"""
            {"time":"2026-07-01T10:00:00.005Z","client":"127.0.0.1","method":"POST","host":"test.example:8080","path":"/api/a%20b?x=1&y","protocol":"HTTP/1.1","route":"test.example/api","process":"web","status":201,"bytesSent":6,"bytesReceived":8,"duration":250,"upstream":250,"requestId":"{{names.Single()}}","userAgent":"tester/1.0","referer":"http://from.example/"}
            """,
            line.GetRawText());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_was_sent_to_an_instance_says_to_which()
    {
        await using var seven = await Instance.StartAsync(7, "seven");
        await using var logged = await LoggedProxy.StartAsync(TestContext.Current.CancellationToken, [Instance.Route()]);
        logged.Proxy.Readiness.Serve("web", seven.Endpoint);
        Assert.Equal("seven", await logged.Client.GetStringAsync("/", TestContext.Current.CancellationToken));
        Assert.Equal(7, Assert.Single(await logged.StopAndReadAsync()).GetProperty("instance").GetInt32());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_found_no_route_is_logged_too()
    {
        await using var logged = await LoggedProxy.StartAsync(TestContext.Current.CancellationToken, []);
        var answer = await logged.Proxy.GetRawAsync("/nothing");
        await logged.Proxy.SendRawAsync("HEAD /..%2f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var lines = await logged.StopAndReadAsync();
        Assert.Equal([404, 400], lines.Select(line => line.GetProperty("status").GetInt32()));
        Assert.Equal([answer.Split("\r\n\r\n")[1].Length, 0], lines.Select(line => line.GetProperty("bytesSent").GetInt32()));
        Assert.All(["route", "process", "upstream", "requestId"], name => Assert.Equal(JsonValueKind.Null, lines[0].GetProperty(name).ValueKind));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_client_is_who_a_trusted_proxy_says_and_so_is_the_id()
    {
        await using var logged = await LoggedProxy.StartAsync(
            TestContext.Current.CancellationToken, [], configure: spec => spec with { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] });
        await logged.Proxy.GetRawAsync("/", headers: "X-Forwarded-For: 6.6.6.6, 2001:db8::1\r\nX-Request-Id: outer-7\r\n");
        var line = Assert.Single(await logged.StopAndReadAsync());
        Assert.Equal("2001:db8::1", line.GetProperty("client").GetString());
        Assert.Equal("outer-7", line.GetProperty("requestId").GetString());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_that_does_not_wait_for_its_answer_is_499()
    {
        var token = TestContext.Current.CancellationToken;
        var (arrived, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            arrived.SetResult();
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        });
        await using var logged = await LoggedProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, logged.Proxy.App.Endpoints.HttpPort, token);
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), token);
            await arrived.Task.WaitAsync(token);
        }

        await left.Task.WaitAsync(token);
        var line = Assert.Single(await logged.StopAndReadAsync());
        Assert.Equal(499, line.GetProperty("status").GetInt32());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_that_leaves_in_the_middle_of_its_answer_is_499_with_what_it_got()
    {
        var token = TestContext.Current.CancellationToken;
        var left = new TaskCompletionSource();
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await context.Response.WriteAsync("begun", token);
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        });
        await using var logged = await LoggedProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using (var response = await logged.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, token))
        {
            var buffer = new byte[5];
            await (await response.Content.ReadAsStreamAsync(token)).ReadExactlyAsync(buffer, token);
        }

        await left.Task.WaitAsync(token);
        var line = Assert.Single(await logged.StopAndReadAsync());
        Assert.Equal(499, line.GetProperty("status").GetInt32());
        Assert.Equal(5, line.GetProperty("bytesSent").GetInt32());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_backend_that_breaks_off_is_not_the_client_s_fault()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.");
        await using var logged = await LoggedProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        await Assert.ThrowsAnyAsync<Exception>(() => logged.Client.GetStringAsync("/", token));
        var line = Assert.Single(await logged.StopAndReadAsync());
        Assert.Equal(200, line.GetProperty("status").GetInt32());
        Assert.Equal(10, line.GetProperty("bytesSent").GetInt32());
    }

    [Fact(Timeout = Timeout)]
    public async Task What_a_file_has_is_counted_as_it_was_sent_compressed_or_in_part()
    {
        var token = TestContext.Current.CancellationToken;
        using var site = new Site();
        site.Write("a.txt", new string('a', 100_000));
        await using var logged = await LoggedProxy.StartAsync(token, [site.Route(), site.Route("/z") with { Compression = true }], httpsPort: 0);
        var sizes = new List<int>();
        foreach (var (path, version) in new[] { ("/a.txt", "1.1"), ("/z/a.txt", "1.1"), ("/a.txt", "2.0") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, (version == "2.0" ? logged.Proxy.App.Endpoints.HttpsUrl : "") + path)
            {
                Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact, Headers = { { "Accept-Encoding", "gzip" } },
            };
            using var response = await logged.Client.SendAsync(request, token);
            sizes.Add((await response.Content.ReadAsByteArrayAsync(token)).Length);
        }

        using var range = new HttpRequestMessage(HttpMethod.Get, "/a.txt") { Headers = { { "Range", "bytes=10-19" } } };
        using var part = await logged.Client.SendAsync(range, token);
        sizes.Add((await part.Content.ReadAsByteArrayAsync(token)).Length);
        var lines = await logged.StopAndReadAsync();

        // A line is written when the server is done with a request, which may be after the client has sent its next one.
        Assert.Equal(
            sizes.Zip(["HTTP/1.1", "HTTP/1.1", "HTTP/2", "HTTP/1.1"]).Order(),
            lines.Select(line => (line.GetProperty("bytesSent").GetInt32(), line.GetProperty("protocol").GetString()!)).Order());
        Assert.InRange(sizes[1], 1, 10_000);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_WebSocket_is_logged_when_it_is_over_with_the_bytes_of_both_ways()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, token);
            await socket.ReceiveAsync(new byte[100].AsMemory(), token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token);
        });
        await using var logged = await LoggedProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using (var client = new ClientWebSocket())
        {
            await client.ConnectAsync(new UriBuilder(logged.Proxy.Address) { Scheme = "ws" }.Uri, token);
            await client.ReceiveAsync(new byte[100].AsMemory(), token);
            await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token);
        }

        var line = Assert.Single(await logged.StopAndReadAsync());
        Assert.Equal(101, line.GetProperty("status").GetInt32());
        Assert.Equal(2 + 5 + 4, line.GetProperty("bytesSent").GetInt32()); // "hello" and a close with its status, each with its head.
        Assert.Equal(6 + 2, line.GetProperty("bytesReceived").GetInt32()); // The client's close, masked.
    }

    [Theory(Timeout = Timeout)]
    [InlineData("\"}{\"status\":200}")]
    [InlineData("\\")]
    [InlineData("\t\u0080\u009b31m")]
    [InlineData("caf\u00e9")]
    [InlineData("a\u2028b")]
    public async Task Whatever_a_client_sends_stays_in_its_line_and_its_field(string value)
    {
        value = Encoding.Latin1.GetString(Encoding.Latin1.GetBytes(value));
        await using var logged = await LoggedProxy.StartAsync(TestContext.Current.CancellationToken, []);
        await logged.Proxy.GetRawAsync("/\"},", headers: $"User-Agent: {value}\r\nReferer: {new string('r', 9000)}\r\n");
        var line = Assert.Single(await logged.StopAndReadAsync());
        Assert.Equal(value.Trim(), line.GetProperty("userAgent").GetString());
        Assert.Equal("/\"},", line.GetProperty("path").GetString());
        Assert.Equal(AccessLogLine.MostCharacters, line.GetProperty("referer").GetString()!.Length);
        Assert.DoesNotContain(line.GetRawText(), char.IsControl);
    }
}
