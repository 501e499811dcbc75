using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Limits;

public class RequestBodyLimitTests
{
    private const int Timeout = 30_000;
    private const int Most = 10_000;

    [Fact(Timeout = Timeout)]
    public async Task A_body_whose_length_is_too_large_is_refused_before_it_is_sent()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new Fuzzing.StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { MaxRequestBody = Most })]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StreamContent(Stream.Null) { Headers = { ContentLength = Most + 1 } },
            Headers = { ExpectContinue = true },
        };
        using var response = await proxy.Client.SendAsync(request, token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("\"code\":\"body-too-large\"", await response.Content.ReadAsStringAsync(token));
        Assert.Equal(0, backend.Requests);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_browser_gets_a_page()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await StartAsync(token);
        using var request = Post(Most + 1, chunked: false);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await proxy.Proxy.Client.SendAsync(request, token);
        Assert.Contains("<h1>413 ", await response.Content.ReadAsStringAsync(token));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(Most, false, "1.1")]
    [InlineData(Most, true, "1.1")]
    [InlineData(Most, true, "2.0")]
    [InlineData(0, true, "1.1")]
    [InlineData(0, false, "1.1")]
    public async Task A_body_of_just_that_size_passes(int length, bool chunked, string version)
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await StartAsync(token);
        using var request = Post(length, chunked, version, proxy.Proxy);
        using var response = await proxy.Proxy.Client.SendAsync(request, token);
        Assert.Equal(length.ToString(), await response.Content.ReadAsStringAsync(token));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(Most + 1, false, "1.1", null)]
    [InlineData(Most + 1, true, "1.1", null)]
    [InlineData(1_000_000, false, "1.1", null)]
    [InlineData(1_000_000, true, "1.1", null)]
    [InlineData(Most + 1, false, "2.0", null)]
    [InlineData(Most + 1, true, "2.0", null)]
    [InlineData(1_000_000, true, "2.0", null)]
    [InlineData(Most + 1, true, "2.0", "application/grpc")]
    public async Task A_body_that_turns_out_too_large_is_413(int length, bool chunked, string version, string? type)
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await StartAsync(token, grpc: type is not null);
        using var request = Post(length, chunked, version, proxy.Proxy, type);
        using var response = await proxy.Proxy.Client.SendAsync(request, token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("\"code\":\"body-too-large\"", await response.Content.ReadAsStringAsync(token));
    }

    private static HttpRequestMessage Post(int length, bool chunked, string version = "1.1", RunningProxy? proxy = null, string? type = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, version == "2.0" ? proxy!.App.Endpoints.HttpsUrl : "/")
        {
            Content = chunked ? new Chunks(length) : new ByteArrayContent(new byte[length]),
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        return request;
    }

    private static async Task<Both> StartAsync(CancellationToken token, bool grpc = false)
    {
        var backend = await LiveBackend.StartAsync(async context =>
        {
            long length = 0;
            var buffer = new byte[8192];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                length += read;
            }

            await context.Response.WriteAsync(length.ToString(), context.RequestAborted);
        }, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1);
        return new Both(backend, await RunningProxy.StartAsync(
            token, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { MaxRequestBody = Most })], httpsPort: 0));
    }

    private sealed record Both(LiveBackend Backend, RunningProxy Proxy) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Proxy.DisposeAsync();
            await Backend.DisposeAsync();
        }
    }

    /// <summary>A body that does not say how long it is.</summary>
    private sealed class Chunks(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var left = length; left > 0;)
            {
                var part = Math.Min(left, 4096);
                await stream.WriteAsync(new byte[part], TestContext.Current.CancellationToken);
                await stream.FlushAsync(TestContext.Current.CancellationToken);
                left -= part;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
