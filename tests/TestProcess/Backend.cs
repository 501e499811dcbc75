using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace TestProcess;

/// <summary>
/// A backend on the port that PORT names: /ws echoes messages of a WebSocket, /events sends one event and stays open,
/// /echo sends the body back, /note also writes it to the output, everything else tells who answered and what was asked.
/// /health does that with the status that the file HEALTH_FILE holds, or 200 without one.
/// </summary>
internal static class Backend
{
    private const string WebSocketKey = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static async Task<int> RunAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("PORT")!, CultureInfo.InvariantCulture));
        listener.Start();
        Console.WriteLine($"serving as {Environment.ProcessId}");
        while (true)
        {
            _ = AnswerAsync(await listener.AcceptTcpClientAsync());
        }
    }

    private static async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = new BufferedStream(client.GetStream());
                var (path, headers) = ReadHead(stream);
                await (path switch
                {
                    "/ws" => EchoMessagesAsync(stream, headers),
                    "/events" => SendEventAsync(stream),
                    "/echo" => EchoBodyAsync(stream, headers, isNoted: false),
                    "/note" => EchoBodyAsync(stream, headers, isNoted: true),
                    _ => TellAsync(stream, path),
                });
            }
            catch (Exception left) when (left is IOException or WebSocketException)
            {
                // The client went away; that is its right.
            }
        }
    }

    private static (string Path, Dictionary<string, string> Headers) ReadHead(Stream stream)
    {
        var path = ReadLine(stream).Split(' ').ElementAtOrDefault(1) ?? "";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (ReadLine(stream) is { Length: > 0 } line)
        {
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        }

        return (path, headers);
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next is not (-1 or '\n'); next = stream.ReadByte())
        {
            line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }

    private static async Task EchoMessagesAsync(Stream stream, Dictionary<string, string> headers)
    {
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(headers["Sec-WebSocket-Key"] + WebSocketKey)));
        await WriteAsync(stream, $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer.AsMemory(), default) is { MessageType: not WebSocketMessageType.Close } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, default);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    private static async Task SendEventAsync(Stream stream)
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: first\n\n");
        await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
    }

    private static async Task EchoBodyAsync(Stream stream, Dictionary<string, string> headers, bool isNoted)
    {
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        if (isNoted)
        {
            Console.WriteLine(Encoding.UTF8.GetString(body));
        }

        await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(body);
        await stream.FlushAsync();
    }

    private static Task TellAsync(Stream stream, string path)
    {
        var body = $"pid={Environment.ProcessId} path={path}";
        var status = path == "/health" && Environment.GetEnvironmentVariable("HEALTH_FILE") is { } file && File.Exists(file) ? File.ReadAllText(file).Trim() : "200";
        return WriteAsync(stream, $"HTTP/1.1 {status} Answer\r\nContent-Length: {body.Length}\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{body}");
    }

    private static async Task WriteAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        await stream.FlushAsync();
    }
}
