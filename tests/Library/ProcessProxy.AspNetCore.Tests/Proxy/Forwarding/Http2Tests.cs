using System.Buffers.Binary;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ProcessProxy.AspNetCore.Tls.Development;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public class Http2Tests
{
    private const int Timeout = 60_000;

    private static readonly Marshaller<string> Text = Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    [Fact(Timeout = Timeout)]
    public async Task Many_requests_of_one_HTTP2_connection_reach_an_HTTP1_backend_side_by_side()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(context => context.Response.WriteAsync($"{context.Request.Protocol} {context.Request.Path}", token));
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)], httpsPort: 0);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            using var request = Http2(HttpMethod.Get, proxy, $"/{number}");
            using var response = await proxy.Client.SendAsync(request, token);
            Assert.Equal(HttpVersion.Version20, response.Version);
            return await response.Content.ReadAsStringAsync(token);
        }));
        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"HTTP/1.1 /{number}"), answers);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_piece_of_a_body_over_HTTP2_does_not_wait_for_the_next()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(
            async context =>
            {
                await context.Response.Body.FlushAsync(token);
                await context.Request.Body.CopyToAsync(context.Response.Body, token);
            },
            listen => listen.UseHttps(DevelopmentPfx()));
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(Secure(backend))], httpsPort: 0);
        using var request = Http2(HttpMethod.Post, proxy, "/");
        var more = new TaskCompletionSource();
        request.Content = new WrittenContent(async stream =>
        {
            await stream.WriteAsync("first"u8.ToArray(), token);
            await stream.FlushAsync(token);
            await more.Task.WaitAsync(token);
            await stream.WriteAsync("second"u8.ToArray(), token);
        });
        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
        Assert.True(response.IsSuccessStatusCode, response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(token));
        var body = await response.Content.ReadAsStreamAsync(token);
        var buffer = new byte[16];
        Assert.Equal("first", Encoding.ASCII.GetString(buffer, 0, await body.ReadAtLeastAsync(buffer, 5, cancellationToken: token)));
        more.SetResult();
        Assert.Equal("second", Encoding.ASCII.GetString(buffer, 0, await body.ReadAtLeastAsync(buffer, 6, cancellationToken: token)));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(null)]
    [InlineData("web")]
    public async Task A_web_socket_over_HTTP2_reaches_a_backend_that_knows_HTTP1_only(string? process)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var message = await socket.ReceiveAsync(buffer.AsMemory(), token);
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, true, token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token);
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { Process = process })], httpsPort: 0);
        proxy.Readiness.Set("web", RunState.Running);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await socket.ConnectAsync(new Uri($"wss://localhost:{proxy.App.Endpoints.HttpsPort}/"), proxy.Client, token);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, token);
        var received = new byte[100];
        var answer = await socket.ReceiveAsync(received.AsMemory(), token);
        Assert.Equal("hello", Encoding.UTF8.GetString(received, 0, answer.Count));
        Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(received.AsMemory(), token)).MessageType);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GRPC_streams_both_ways_and_its_status_arrives(bool isSecure)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(EchoMessagesAsync, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (isSecure)
            {
                listen.UseHttps(DevelopmentPfx());
            }
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(isSecure ? Secure(backend) : backend.Address)], httpsPort: 0);
        using var channel = GrpcChannel.ForAddress(
            $"https://localhost:{proxy.App.Endpoints.HttpsPort}", new GrpcChannelOptions { HttpClient = proxy.Client, DisposeHttpClient = false });
        var method = new Method<string, string>(MethodType.DuplexStreaming, "test.Echo", "Echo", Text, Text);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new CallOptions(cancellationToken: token));
        foreach (var message in new[] { "one", "two", new string('x', 100_000) })
        {
            await call.RequestStream.WriteAsync(message, token);
            Assert.True(await call.ResponseStream.MoveNext(token));
            Assert.Equal(message, call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(token));
        Assert.Equal((StatusCode.OutOfRange, "that is all"), (failure.StatusCode, failure.Status.Detail));
    }

    /// <summary>A gRPC service by hand: sends every message back, then ends with a status of its own.</summary>
    private static async Task EchoMessagesAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        var prefix = new byte[5];
        while (await context.Request.Body.ReadAtLeastAsync(prefix, 5, throwOnEndOfStream: false, context.RequestAborted) == 5)
        {
            var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
            await context.Request.Body.ReadExactlyAsync(message, context.RequestAborted);
            await context.Response.Body.WriteAsync(prefix, context.RequestAborted);
            await context.Response.Body.WriteAsync(message, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        context.Response.AppendTrailer("grpc-status", ((int)StatusCode.OutOfRange).ToString());
        context.Response.AppendTrailer("grpc-message", "that is all");
    }

    private static HttpRequestMessage Http2(HttpMethod method, RunningProxy proxy, string path) => new(method, $"https://localhost:{proxy.App.Endpoints.HttpsPort}{path}")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static Uri Secure(LiveBackend backend) => new UriBuilder(backend.Address) { Scheme = "https" }.Uri;

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 DevelopmentPfx() =>
        System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12(
            DevelopmentCertificate.Create([], TimeProvider.System.GetUtcNow()), null);
}
