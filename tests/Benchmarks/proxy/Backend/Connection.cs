using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.Benchmarks.Backend;

/// <summary>
/// Answers one request after the other: 64 KiB where the path ends with <c>/64k</c>, else 1 KiB. Bodies are read and dropped.
/// It understands what proxies send and no more.
/// </summary>
internal sealed class Connection(Socket socket)
{
    private static readonly byte[] Small = Answer(1024);
    private static readonly byte[] Large = Answer(64 * 1024);
    private readonly byte[] buffer = new byte[16 * 1024];
    private int filled;

    /// <summary>Serves until the other side closes or says what is not understood.</summary>
    public async Task ServeAsync()
    {
        using var owned = socket;
        try
        {
            while (await ReadRequestAsync() is { } answer)
            {
                for (var sent = 0; sent < answer.Length;)
                {
                    sent += await socket.SendAsync(answer.AsMemory(sent));
                }
            }
        }
        catch (SocketException)
        {
            // A proxy that is stopped resets its connections.
        }
    }

    private async Task<byte[]?> ReadRequestAsync()
    {
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
            {
                return null;
            }

            filled += read;
        }

        if (!TryReadHead(buffer.AsSpan(0, end), out var answer, out var body))
        {
            return null;
        }

        return await DropAsync(end + 4 + body) ? answer : null;
    }

    private static bool TryReadHead(ReadOnlySpan<byte> head, out byte[] answer, out int body)
    {
        body = 0;
        var line = head.IndexOf("\r\n"u8) is var first and >= 0 ? head[..first] : head;
        answer = line.IndexOf("/64k "u8) >= 0 ? Large : Small;
        foreach (var range in head.Split("\r\n"u8))
        {
            var text = head[range];
            if (Begins(text, "content-length:"u8))
            {
                body = int.Parse(text["content-length:".Length..], CultureInfo.InvariantCulture);
            }
            else if (Begins(text, "transfer-encoding:"u8))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) =>
        text.Length > name.Length && Ascii.EqualsIgnoreCase(text[..name.Length], name);

    private async Task<bool> DropAsync(int length)
    {
        while (filled < length)
        {
            length -= filled;
            filled = await socket.ReceiveAsync(buffer.AsMemory());
            if (filled == 0)
            {
                return false;
            }
        }

        buffer.AsSpan(length, filled - length).CopyTo(buffer);
        filled -= length;
        return true;
    }

    private static byte[] Answer(int size) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n")),
        .. Enumerable.Repeat((byte)'x', size),
    ];
}
