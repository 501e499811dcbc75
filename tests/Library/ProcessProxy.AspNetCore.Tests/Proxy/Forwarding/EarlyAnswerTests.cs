using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ProcessProxy.AspNetCore.Tests.Tls;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

/// <summary>A backend may answer before it has the whole body of a request, and both may go on at once.</summary>
public class EarlyAnswerTests
{
    private const int Timeout = 60_000;
    private const int Large = 16 << 20;
    private const string Refusal = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge";

    [Theory(Timeout = Timeout)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_backend_that_refuses_an_upload_before_it_has_read_it_is_heard(bool hasLength, bool isSecure)
    {
        var token = TestContext.Current.CancellationToken;
        using var certificate = isSecure ? NewCertificate() : null;
        await using var backend = new ScriptedServer(
            async exchange =>
            {
                // It closes with what it has not read: the rest of the body meets a reset.
                await exchange.ReadHeadAsync();
                await exchange.SendAsync(Refusal);
            },
            certificate);
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        for (var round = 0; round < 10; round++)
        {
            await using var client = await RawClient.ConnectAsync(proxy);
            await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{(hasLength ? $"Content-Length: {Large}" : "Transfer-Encoding: chunked")}\r\n\r\n");
            var upload = client.UploadAsync(Large, inChunks: !hasLength);
            Assert.StartsWith("HTTP/1.1 413 ", await client.ReadHeadAsync());
            Assert.Equal("large", await client.ReadAsync(5));
            client.Close();
            await upload;
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("Content-Length: 1000000000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task An_answer_comes_through_while_the_client_has_not_begun_its_body(string framing)
    {
        await using var backend = new ScriptedServer(async exchange =>
        {
            await exchange.ReadHeadAsync();
            await exchange.SendAsync("HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwho\r\n0\r\n\r\n");
            await exchange.DrainAsync();
        });
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        await using var client = await RawClient.ConnectAsync(proxy);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 401 ", await client.ReadHeadAsync());
        Assert.Equal("3\r\nwho\r\n0\r\n\r\n", await client.ReadAsync("3\r\nwho\r\n0\r\n\r\n".Length));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_and_answer_stream_at_once(bool hasLength)
    {
        const int Pieces = 50;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            var buffer = new byte[1024];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        await using var client = await RawClient.ConnectAsync(proxy);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{(hasLength ? $"Content-Length: {Pieces * 5}" : "Transfer-Encoding: chunked")}\r\n\r\n");
        for (var piece = 10; piece < 10 + Pieces; piece++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"p-{piece};");
            await client.SendAsync(hasLength ? line : $"5\r\n{line}\r\n");
            if (piece == 10)
            {
                Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync());
            }

            Assert.Equal($"5\r\n{line}\r\n", await client.ReadAsync(10));
        }

        await client.SendAsync(hasLength ? "" : "0\r\n\r\n");
        Assert.Equal("0\r\n\r\n", await client.ReadAsync(5));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_connection_that_still_carries_a_refused_body_is_used_for_nothing_else()
    {
        var heads = 0;
        await using var backend = new ScriptedServer(async exchange =>
        {
            while (await exchange.ReadHeadAsync() is { Length: > 0 } head)
            {
                Assert.Matches("^(GET|POST) /[a-z]* HTTP/1.1\r\n", head);
                Interlocked.Increment(ref heads);
                await exchange.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{head[0]}");
                if (head[0] == 'P')
                {
                    await exchange.DrainAsync();
                }
            }
        });
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal("G", await proxy.Client.GetStringAsync("/first", token));
            await using var client = await RawClient.ConnectAsync(proxy);
            await client.SendAsync("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nbegun");
            Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync());
            Assert.Equal("P", await client.ReadAsync(1));
            Assert.Equal("G", await proxy.Client.GetStringAsync("/second", token));
        }

        Assert.Equal(60, heads);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_is_used_again_after_bodies_that_arrived(bool hasLength)
    {
        var connections = new ConcurrentDictionary<string, bool>();
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            connections[context.Connection.Id] = true;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentLength = 0;
        });
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        for (var round = 0; round < 50; round++)
        {
            using HttpContent body = hasLength ? new ByteArrayContent(new byte[100_000]) : new WrittenContent(stream => stream.WriteAsync(new byte[100_000]).AsTask());
            using var response = await proxy.Client.PostAsync("/", body, token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.InRange(connections.Count, 1, 2);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("Content-Length: 1000", "half")]
    [InlineData("Transfer-Encoding: chunked", "4\r\nhalf\r\n")]
    [InlineData("Transfer-Encoding: chunked", "4\r\nhalf\r\nnonsense\r\n")]
    public async Task A_body_that_breaks_off_is_no_whole_body_for_the_backend(string framing, string body)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rest = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = new ScriptedServer(async exchange =>
        {
            await exchange.ReadHeadAsync();
            await exchange.ReadToAsync("half");
            begun.SetResult();
            try
            {
                rest.SetResult(await exchange.ReadToAsync("0\r\n\r\n"));
            }
            catch (IOException)
            {
                rest.SetResult("a reset");
            }
        });
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        await using (var client = await RawClient.ConnectAsync(proxy))
        {
            await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n{body}");
            await begun.Task;
            if (body.EndsWith("nonsense\r\n", StringComparison.Ordinal))
            {
                Assert.StartsWith("HTTP/1.1 400 ", await client.ReadHeadAsync());
            }
        }

        Assert.DoesNotContain("0\r\n\r\n", await rest.Task);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")]
    public async Task Interim_answers_do_not_disturb_the_final_one(string interim)
    {
        await using var backend = new ScriptedServer(async exchange =>
        {
            while (await exchange.ReadHeadAsync() is { Length: > 0 })
            {
                await exchange.SendAsync(interim);
                await exchange.SendAsync(interim);
                await exchange.ReadToAsync("0\r\n\r\n");
                await exchange.SendAsync("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        for (var round = 0; round < 3; round++)
        {
            using var body = new WrittenContent(stream => stream.WriteAsync(new byte[100]).AsTask());
            using var response = await proxy.Client.PostAsync("/", body, token);
            Assert.Equal((HttpStatusCode.Created, "ok"), (response.StatusCode, await response.Content.ReadAsStringAsync(token)));
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_asks_before_it_sends_is_answered_by_the_backend(bool isWanted)
    {
        await using var backend = new ScriptedServer(async exchange =>
        {
            Assert.Contains("Expect: 100-continue\r\n", await exchange.ReadHeadAsync());
            if (!isWanted)
            {
                await exchange.SendAsync("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }

            await exchange.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            await exchange.ReadToAsync("begun");
            await exchange.SendAsync(Refusal);
        });
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        await using var client = await RawClient.ConnectAsync(proxy);
        await client.SendAsync($"PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {Large}\r\n\r\n");
        if (!isWanted)
        {
            Assert.StartsWith("HTTP/1.1 401 ", await client.ReadHeadAsync());
            return;
        }

        Assert.StartsWith("HTTP/1.1 100 ", await client.ReadHeadAsync());
        await client.SendAsync("begun");
        var upload = client.UploadAsync(Large - 5, inChunks: false);
        Assert.StartsWith("HTTP/1.1 413 ", await client.ReadHeadAsync());
        Assert.Equal("large", await client.ReadAsync(5));
        client.Close();
        await upload;
    }

    [Fact(Timeout = Timeout)]
    public async Task A_backend_that_closes_without_a_word_is_502_and_is_not_asked_twice()
    {
        var asked = 0;
        await using var backend = new ScriptedServer(async exchange =>
        {
            await exchange.ReadHeadAsync();
            Interlocked.Increment(ref asked);
        });
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        await using var client = await RawClient.ConnectAsync(proxy);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {Large}\r\n\r\n");
        var upload = client.UploadAsync(Large, inChunks: false);
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReadHeadAsync());
        client.Close();
        await upload;
        Assert.Equal(1, asked);
    }

    private static X509Certificate2 NewCertificate()
    {
        var made = MadeCertificate.For(DateTimeOffset.UtcNow.AddDays(-1), "localhost");
        return X509CertificateLoader.LoadPkcs12(made.Pfx, MadeCertificate.Password);
    }

    /// <summary>A client of bytes.</summary>
    private sealed class RawClient : IAsyncDisposable
    {
        private readonly TcpClient socket = new();
        private NetworkStream stream = null!;

        public static async Task<RawClient> ConnectAsync(RunningProxy proxy)
        {
            var client = new RawClient();
            await client.socket.ConnectAsync(IPAddress.Loopback, proxy.App.Endpoints.HttpPort, TestContext.Current.CancellationToken);
            client.socket.NoDelay = true;
            client.stream = client.socket.GetStream();
            return client;
        }

        public async Task SendAsync(string text) =>
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

        /// <summary>Sends as much as is taken.</summary>
        public async Task UploadAsync(int length, bool inChunks)
        {
            var piece = new byte[65536];
            try
            {
                for (var left = length; left > 0; left -= piece.Length)
                {
                    if (inChunks)
                    {
                        await SendAsync("10000\r\n");
                    }

                    await stream.WriteAsync(piece.AsMemory(0, Math.Min(left, piece.Length)), TestContext.Current.CancellationToken);
                    if (inChunks)
                    {
                        await SendAsync("\r\n");
                    }
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The proxy does not read what nobody wants, and the test closes.
            }
        }

        public async Task<string> ReadHeadAsync()
        {
            var head = new StringBuilder();
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                head.Append(await ReadAsync(1));
            }

            return head.ToString();
        }

        public async Task<string> ReadAsync(int length)
        {
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            return Encoding.Latin1.GetString(bytes);
        }

        public void Close() => socket.Close();

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
