using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>One request as bytes, and what came back. What never ends by itself is left once its head is there.</summary>
/// <param name="Status">The status; null when the connection was closed without an answer.</param>
/// <param name="Head">The head of the answer.</param>
/// <param name="Body">What there is of its body.</param>
internal sealed partial record RawExchange(int? Status, string Head, byte[] Body)
{
    private const int LongestAnswer = 8 << 20;

    /// <summary>Sends the bytes and reads until the server closes the connection.</summary>
    /// <param name="port">Of the server, on loopback.</param>
    /// <param name="request">The bytes.</param>
    /// <param name="isAll">
    /// Whether to say that nothing more comes: at once if the server may wait for more, else once an answer begins, because a server gives up what
    /// it is doing for a client that says so before.
    /// </param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <param name="first">A request whose answer has no body, and which is answered before the bytes are sent; null for none.</param>
    public static async Task<RawExchange> SendAsync(
        int port, ReadOnlyMemory<byte> request, bool isAll, CancellationToken cancellationToken, byte[]? first = null)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        var answer = new MemoryStream();
        try
        {
            if (first is not null)
            {
                await socket.SendAsync(first, cancellationToken);
                await SkipHeadAsync(socket, cancellationToken);
            }

            await socket.SendAsync(request, cancellationToken);
            if (isAll)
            {
                if (IsWhole(Encoding.Latin1.GetString(request.Span)))
                {
                    await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
                }

                socket.Shutdown(SocketShutdown.Send);
            }

            var buffer = new byte[16 * 1024];
            int read;
            while (!IsEndless(answer) && answer.Length < LongestAnswer && (read = await socket.ReceiveAsync(buffer, cancellationToken)) > 0)
            {
                answer.Write(buffer.AsSpan(0, read));
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // The server had enough of it before it was all sent.
        }

        return Parse(answer.ToArray());
    }

    private static async Task SkipHeadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!CollectionsMarshal.AsSpan(head).EndsWith("\r\n\r\n"u8))
        {
            Assert.Equal(1, await socket.ReceiveAsync(one, cancellationToken));
            head.Add(one[0]);
        }
    }

    /// <summary>Whether it says by itself where it ends, and that is there: whatever else is wrong with it, it is answered.</summary>
    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !RequestLine().IsMatch(request) || Word("Transfer-Encoding") || Word("Upgrade"))
        {
            return false;
        }

        return !Word("Content-Length") || (Length().Matches(request) is [var length] && int.Parse(length.Groups[1].ValueSpan) <= request.Length - end - 4);

        bool Word(string name) => request.Contains(name, StringComparison.OrdinalIgnoreCase);
    }

    private static RawExchange Parse(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.Latin1.GetString(answer, 0, end < 0 ? answer.Length : end);
        return new RawExchange(
            head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(head.AsSpan(9, 3)) : null, head, end < 0 ? [] : answer[(end + 4)..]);
    }

    private static bool IsEndless(MemoryStream answer)
    {
        var bytes = answer.GetBuffer().AsSpan(0, (int)answer.Length);
        var end = bytes.IndexOf("\r\n\r\n"u8);
        return end >= 0 && (bytes[..end].IndexOf("text/event-stream"u8) >= 0
            || (bytes[..end].IndexOf("text/plain"u8) >= 0 && bytes[..end].IndexOf("chunked"u8) >= 0));
    }

    [GeneratedRegex("^[!-~]+ [!-~]+ HTTP/1\\.1\r\n")]
    private static partial Regex RequestLine();

    // A length that is written otherwise may be understood or not.
    [GeneratedRegex("^Content-Length: ([0-9]{1,3})\r$", RegexOptions.Multiline)]
    private static partial Regex Length();
}
