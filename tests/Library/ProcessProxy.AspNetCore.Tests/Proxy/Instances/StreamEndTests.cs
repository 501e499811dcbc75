using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Instances;

public class StreamEndTests
{
    private const int Timeout = 30_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_web_socket_is_closed_with_1012_and_towards_the_program_as_if_the_client_left(bool isHttp2)
    {
        var seen = new TaskCompletionSource<WebSocketCloseStatus?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var instance = await Instance.StartAsync(1, async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            while (await socket.ReceiveAsync(buffer.AsMemory(), Cancelled) is { MessageType: not WebSocketMessageType.Close } message)
            {
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, true, Cancelled);
            }

            seen.SetResult(socket.CloseStatus);

            // What it still has to say arrives.
            await socket.SendAsync("bye"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
        });
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()], httpsPort: 0);
        proxy.Readiness.Serve("web", instance.Endpoint);
        using var socket = await ConnectAsync(proxy, isHttp2);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
        Assert.Equal("hello", await ReceiveAsync(socket));
        Assert.Equal(1, instance.Endpoint.InFlight);
        Assert.True(await instance.DrainAsync(Cancelled));
        Assert.Equal("bye", await ReceiveAsync(socket));
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(1012, (int)socket.CloseStatus!);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await seen.Task);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_that_does_not_answer_the_close_frame_holds_nobody_up(bool isHttp2)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var instance = await Instance.StartAsync(1, async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await over.Task.WaitAsync(Cancelled);
        });
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()], httpsPort: 0);
        proxy.Readiness.Serve("web", instance.Endpoint);
        using var socket = await ConnectAsync(proxy, isHttp2);
        await Wait.Until(() => instance.Endpoint.InFlight == 1, "the WebSocket is counted");
        Assert.True(await instance.DrainAsync(Cancelled));
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(1012, (int)socket.CloseStatus!);
        over.SetResult();
    }

    [Fact(Timeout = Timeout)]
    public async Task An_event_stream_ends_as_if_the_program_had_ended_it()
    {
        await using var instance = await Instance.StartAsync(1, async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        });
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", instance.Endpoint);
        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.True(response.Headers.TransferEncodingChunked);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancelled));
        Assert.Equal("data: 1", await reader.ReadLineAsync(Cancelled));
        var rest = reader.ReadToEndAsync(Cancelled);
        Assert.False(rest.IsCompleted);
        Assert.True(await instance.DrainAsync(Cancelled));
        Assert.Equal("\n", await rest);
    }

    [Fact(Timeout = Timeout)]
    public async Task Streams_go_on_while_a_request_is_in_progress()
    {
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var instance = await Instance.StartAsync(1, async context =>
        {
            if (context.Request.Path == "/slow")
            {
                await context.Response.WriteAsync("first", Cancelled);
                await context.Response.Body.FlushAsync(Cancelled);
                await more.Task.WaitAsync(Cancelled);
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            while (await socket.ReceiveAsync(buffer.AsMemory(), Cancelled) is { MessageType: not WebSocketMessageType.Close } message)
            {
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, true, Cancelled);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
        });
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()], httpsPort: 0);
        proxy.Readiness.Serve("web", instance.Endpoint);
        using var socket = await ConnectAsync(proxy, isHttp2: false);
        using var slow = await proxy.Client.GetAsync("/slow", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        var draining = instance.DrainAsync(Cancelled);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
        Assert.Equal("hello", await ReceiveAsync(socket));
        more.SetResult();
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(1012, (int)socket.CloseStatus!);
        Assert.True(await draining);
    }

    private static async Task<ClientWebSocket> ConnectAsync(RunningProxy proxy, bool isHttp2)
    {
        var socket = new ClientWebSocket();
        if (isHttp2)
        {
            socket.Options.HttpVersion = HttpVersion.Version20;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        var address = isHttp2 ? new Uri($"wss://localhost:{proxy.App.Endpoints.HttpsPort}/") : new UriBuilder(proxy.Address) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(address, proxy.Client, Cancelled);
        return socket;
    }

    private static async Task<string?> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), Cancelled);
        return message.MessageType == WebSocketMessageType.Close ? null : System.Text.Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}
