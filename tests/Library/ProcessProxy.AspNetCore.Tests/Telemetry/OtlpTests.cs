using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Tests.Proxy;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Telemetry;

/// <summary>What a collector gets, over HTTP as OTLP has it.</summary>
public class OtlpTests
{
    private const int Patience = 60_000;
    private const string Told = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();
    private readonly ConcurrentQueue<string> parents = new();
    private readonly ConcurrentQueue<string> ids = new();

    [Fact(Timeout = Patience)]
    public async Task A_collector_gets_metrics_and_spans_and_the_backend_is_told_the_span_that_asks_it()
    {
        await using var collector = await CollectorAsync();
        await using var backend = await BackendAsync();
        await using var server = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address,
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_METRIC_EXPORT_INTERVAL=100 "
            + "OTEL_BSP_SCHEDULE_DELAY=50 OTEL_SERVICE_NAME=our-name OTEL_RESOURCE_ATTRIBUTES=deployment.environment=test");
        await server.GetAsync("/page/one", request => request.Headers.TryAddWithoutValidation("traceparent", Told));

        var parent = await NextAsync(parents);
        var (trace, span) = (parent[3..35], parent[36..52]);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", trace);
        Assert.NotEqual("b7ad6b7169203331", span);
        await SentAsync("/v1/traces", Convert.FromHexString(trace), Convert.FromHexString(span), Convert.FromHexString("b7ad6b7169203331"));
        await SentAsync("/v1/traces", "GET */"u8.ToArray(), "/page/one"u8.ToArray(), "our-name"u8.ToArray(), "deployment.environment"u8.ToArray());
        await SentAsync("/v1/metrics", "processproxy.process.up"u8.ToArray(), "process.memory.usage"u8.ToArray(), "our-name"u8.ToArray());
        await SentAsync("/v1/metrics", "http.server.request.duration"u8.ToArray(), "*/"u8.ToArray());
    }

    [Fact(Timeout = Patience)]
    public async Task A_trace_of_its_own_has_the_request_named_after_it()
    {
        await using var collector = await CollectorAsync();
        await using var backend = await BackendAsync();
        await using var server = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address, $"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={collector.Address}v1/traces OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_BSP_SCHEDULE_DELAY=50");
        Assert.Equal("seen", await server.GetAsync("/"));
        var parent = await NextAsync(parents);
        Assert.Equal(parent[3..35], await NextAsync(ids));
        await SentAsync("/v1/traces", Convert.FromHexString(parent[3..35]), "processproxy"u8.ToArray());
        Assert.DoesNotContain(received, sent => sent.Path == "/v1/metrics");
    }

    [Fact(Timeout = Patience)]
    public async Task A_collector_that_is_not_there_harms_nobody()
    {
        await using var backend = await BackendAsync();
        await using var server = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1 OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_METRIC_EXPORT_INTERVAL=50 OTEL_BSP_SCHEDULE_DELAY=50");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("seen", await server.GetAsync("/"));
        }
    }

    private Task<LiveBackend> CollectorAsync() => LiveBackend.StartAsync(async context =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, TestContext.Current.CancellationToken);
        received.Enqueue((context.Request.Path, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    });

    private Task<LiveBackend> BackendAsync() => LiveBackend.StartAsync(context =>
    {
        parents.Enqueue(context.Request.Headers["traceparent"].ToString());
        ids.Enqueue(context.Request.Headers["X-Request-Id"].ToString());
        return context.Response.WriteAsync("seen", TestContext.Current.CancellationToken);
    });

    private static async Task<string> NextAsync(ConcurrentQueue<string> queue)
    {
        string? next = null;
        await Wait.Until(() => queue.TryDequeue(out next), "the backend is asked");
        return next!;
    }

    /// <summary>Waits until what was sent there holds all of these. Text and ids stand in the messages as they are.</summary>
    private Task SentAsync(string path, params byte[][] parts) => Wait.Until(
        () => parts.All(part => received.Any(sent => sent.Path == path && sent.Body.AsSpan().IndexOf(part) >= 0)), "all has been sent");
}
