using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>An endpoint whose every answer is a 503 with this reason phrase.</summary>
internal sealed class PhraseEndpoint(string phrase) : LoopbackEndpoint
{
    protected override async Task AnswerAsync(NetworkStream stream, CancellationToken end)
    {
        var request = new byte[4096];
        await stream.ReadAtLeastAsync(request, 1, throwOnEndOfStream: false, end);
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 503 {phrase}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), end);
    }
}
