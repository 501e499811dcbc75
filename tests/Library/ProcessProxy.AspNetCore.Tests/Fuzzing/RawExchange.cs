using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>One request as bytes, and what came back. What never ends by itself is left once its head is there.</summary>
/// <param name="Status">The status; null when the connection was closed without an answer.</param>
/// <param name="Head">The head of the answer.</param>
/// <param name="Body">What there is of its body.</param>
internal sealed record RawExchange(int? Status, string Head, byte[] Body)
{
    private const int LongestAnswer = 8 << 20;

    /// <summary>A server that has said nothing for so long waits for more than there is.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends the bytes and reads until the server closes the connection.</summary>
    /// <param name="port">Of the server, on loopback.</param>
    /// <param name="request">The bytes.</param>
    /// <param name="isAll">
    /// Whether to say that nothing more comes, once an answer begins or fails to come: a server gives up what it is doing for a client that says
    /// so before.
    /// </param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    public static async Task<RawExchange> SendAsync(int port, ReadOnlyMemory<byte> request, bool isAll, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        var answer = new MemoryStream();
        try
        {
            await socket.SendAsync(request, cancellationToken);
            if (isAll)
            {
                await HearAsync(socket, cancellationToken);
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

    private static async Task HearAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
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
}
