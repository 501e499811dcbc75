using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Holding;

public class RestartedStreamTests
{
    private const int Timeout = 30_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_web_socket_whose_program_ends_is_closed_with_1012()
    {
        using var listener = Listen(out var address);
        await using var proxy = await StartAsync(address);
        using var socket = new ClientWebSocket();
        var connecting = socket.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws" }.Uri, Cancelled);
        using (var program = await AcceptWebSocketAsync(listener))
        {
            await connecting;
            await program.GetStream().WriteAsync(new byte[] { 0x81, 0x02, (byte)'h', (byte)'i' }, Cancelled);
            Assert.Equal("hi", await ReceiveAsync(socket));
        }

        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(1012, (int)socket.CloseStatus!);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_web_socket_that_the_program_closes_itself_keeps_its_own_status()
    {
        using var listener = Listen(out var address);
        await using var proxy = await StartAsync(address);
        using var socket = new ClientWebSocket();
        var connecting = socket.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws" }.Uri, Cancelled);
        using (var program = await AcceptWebSocketAsync(listener))
        {
            await connecting;
            await program.GetStream().WriteAsync(new byte[] { 0x88, 0x02, 0x03, 0xe9 }, Cancelled);
        }

        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(1001, (int)socket.CloseStatus!);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_event_stream_whose_program_ends_ends()
    {
        using var listener = Listen(out var address);
        await using var proxy = await StartAsync(address);
        var answering = proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using (var program = await listener.AcceptTcpClientAsync(Cancelled))
        {
            await ReadHeadAsync(program.GetStream());
            await program.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n"), Cancelled);
            using var begun = await answering;
            await proxy.App.DrainAsync("web", Cancelled); // A stream that only the end of the program will end is not waited for.
            program.Client.LingerState = new LingerOption(true, 0);
            program.Close();
            Assert.Equal("data: 1\n\n", await begun.Content.ReadAsStringAsync(Cancelled));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_is_being_answered_is_waited_for()
    {
        using var listener = Listen(out var address);
        await using var proxy = await StartAsync(address);
        var answering = proxy.Client.GetStringAsync("/", Cancelled);
        using var program = await listener.AcceptTcpClientAsync(Cancelled);
        await ReadHeadAsync(program.GetStream());
        var quiet = proxy.App.DrainAsync("web", Cancelled);
        Assert.False(quiet.IsCompleted);
        await program.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), Cancelled);
        Assert.Equal("ok", await answering);
        await quiet;
    }

    [Theory]
    [InlineData("8102 6869", true, false)]
    [InlineData("8102 68", false, false)]
    [InlineData("81", false, false)]
    [InlineData("", true, false)]
    [InlineData("817e 0003 616263", true, false)]
    [InlineData("817e 0003 6162", false, false)]
    [InlineData("827f 0000000000000002 6162", true, false)]
    [InlineData("8182 01020304 6869", true, false)]
    [InlineData("8800", true, true)]
    [InlineData("8102 6869 8802 03e9", true, true)]
    [InlineData("8900 8a00", true, false)]
    public void Frames_are_followed_however_they_arrive(string hex, bool isBetween, bool isClosed)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        for (var piece = 1; piece <= bytes.Length + 1; piece++)
        {
            var frames = new WebSocketFrames();
            foreach (var chunk in bytes.Chunk(piece))
            {
                frames.Pass(chunk);
            }

            Assert.Equal((isBetween, isClosed), (frames.IsBetweenFrames, frames.IsClosed));
        }
    }

    private static async Task<RunningProxy> StartAsync(Uri target)
    {
        var proxy = await RunningProxy.StartAsync(Cancelled, [RunningProxy.Route(target).Forwarding(forward => forward with { Process = "web" })]);
        proxy.Readiness.Set("web", RunState.Running);
        return proxy;
    }

    private static TcpListener Listen(out Uri address)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        return listener;
    }

    private static async Task<TcpClient> AcceptWebSocketAsync(TcpListener listener)
    {
        var program = await listener.AcceptTcpClientAsync(Cancelled);
        var head = await ReadHeadAsync(program.GetStream());
        var key = head.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        await program.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), Cancelled);
        return program;
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(buffer, Cancelled);
            head.Append((char)buffer[0]);
        }

        return head.ToString();
    }

    private static async Task<string?> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), Cancelled);
        return message.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}
