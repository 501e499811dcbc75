using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

[Collection(nameof(Alone))]
public class StreamingTests
{
    private const int Timeout = 60_000;
    private const int ChunkSize = 64 * 1024;
    private const int Chunks = 1600;
    private const long LargestGrowth = 48 * 1024 * 1024;

    [Fact(Timeout = Timeout)]
    public async Task An_upload_of_a_hundred_megabytes_reaches_the_backend_while_it_is_being_sent()
    {
        var token = TestContext.Current.CancellationToken;
        var firstArrived = new TaskCompletionSource();
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            var buffer = new byte[ChunkSize];
            long total = 0;
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, token)) > 0; total += read)
            {
                firstArrived.TrySetResult();
            }

            await context.Response.WriteAsync(total.ToString(), token);
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var content = new WrittenContent(async stream =>
        {
            var chunk = new byte[ChunkSize];
            for (var i = 0; i < Chunks; i++)
            {
                await stream.WriteAsync(chunk, token);
                await stream.FlushAsync(token);
                if (i == 0)
                {
                    await firstArrived.Task.WaitAsync(token);
                }
            }
        });
        using var response = await proxy.Client.PostAsync("/", content, token);
        Assert.Equal((Chunks * (long)ChunkSize).ToString(), await response.Content.ReadAsStringAsync(token));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, long.MinValue, LargestGrowth);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_download_of_a_hundred_megabytes_waits_for_a_slow_reader_instead_of_piling_up()
    {
        var token = TestContext.Current.CancellationToken;
        long sent = 0;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            var chunk = new byte[ChunkSize];
            for (var i = 0; i < Chunks; i++)
            {
                await context.Response.Body.WriteAsync(chunk, token);
                Interlocked.Add(ref sent, ChunkSize);
            }
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, token);
        await using var stream = await response.Content.ReadAsStreamAsync(token);
        var buffer = new byte[ChunkSize];
        long received = 0;
        for (int read; (read = await stream.ReadAsync(buffer, token)) > 0;)
        {
            received += read;

            // What the backend is ahead of us sits in sockets and buffers, all of them bounded.
            Assert.InRange(Interlocked.Read(ref sent) - received, -ChunkSize, LargestGrowth);
        }

        Assert.Equal(Chunks * (long)ChunkSize, received);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_sent_event_arrives_before_the_next_is_sent()
    {
        var token = TestContext.Current.CancellationToken;
        using var headersSeen = new SemaphoreSlim(0);
        using var firstSeen = new SemaphoreSlim(0);
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync(token);
            await headersSeen.WaitAsync(token);
            await context.Response.WriteAsync("data: 1\n\n", token);
            await firstSeen.WaitAsync(token);
            await context.Response.WriteAsync("data: 2\n\n", token);
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        headersSeen.Release();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(token));
        Assert.Equal("data: 1", await reader.ReadLineAsync(token));
        firstSeen.Release();
        Assert.Equal("\ndata: 2\n\n", await reader.ReadToEndAsync(token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_WebSocket_carries_messages_both_ways_and_survives_other_routes()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync("echo.v1");
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, token) is { MessageType: not WebSocketMessageType.Close } message)
            {
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, token);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", token);
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address, "/ws")]);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("echo.v1");
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{proxy.App.Endpoints.HttpPort}/ws/chat"), token);
        Assert.Equal("echo.v1", client.SubProtocol);
        Assert.Equal("one", await EchoAsync(client, "one", token));

        proxy.Apply([]);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await proxy.Client.GetAsync("/ws", token)).StatusCode);
        Assert.Equal("two", await EchoAsync(client, "two", token));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token);
        Assert.Equal("bye", client.CloseStatusDescription);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_that_goes_away_ends_the_request_at_the_backend()
    {
        var token = TestContext.Current.CancellationToken;
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(() => ended.TrySetResult());
            began.SetResult();
            await ended.Task.WaitAsync(token);
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(token);
        var request = proxy.Client.GetAsync("/", leave.Token);
        await began.Task.WaitAsync(token);
        await leave.CancelAsync();
        await ended.Task.WaitAsync(token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_open_stream_goes_on_under_new_routes_while_new_requests_follow_them()
    {
        var token = TestContext.Current.CancellationToken;
        using var go = new SemaphoreSlim(0);
        await using var first = await LiveBackend.StartAsync(async context =>
        {
            await context.Response.WriteAsync("begun ", token);
            await go.WaitAsync(token);
            await context.Response.WriteAsync("ended", token);
        });
        await using var second = await LiveBackend.StartAsync(context => context.Response.WriteAsync("second", token));
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(first.Address)]);
        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, token);
        proxy.Apply([RunningProxy.Route(second.Address)]);
        Assert.Equal("second", await proxy.Client.GetStringAsync("/", token));
        go.Release();
        Assert.Equal("begun ended", await response.Content.ReadAsStringAsync(token));
    }

    private static async Task<string> EchoAsync(ClientWebSocket client, string text, CancellationToken token)
    {
        await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, token);
        var buffer = new byte[1024];
        var received = await client.ReceiveAsync(buffer, token);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
