using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.Harness;

/// <summary>What health checks ask: an HTTP listener in the test itself, so that the test decides each answer and counts the questions.</summary>
public sealed class HealthEndpoint : LoopbackEndpoint
{
    private volatile string answer = "";

    public HealthEndpoint(int status = 200) => Answer(status);

    /// <summary>The first line of the last request.</summary>
    public string? LastRequest { get; private set; }

    /// <summary>How requests are answered from now on; null: never.</summary>
    public void Answer(int? status, string headers = "", string body = "") =>
        answer = status is null ? "" : $"HTTP/1.1 {status} Answer\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n{body}";

    protected override async Task AnswerAsync(NetworkStream stream, CancellationToken end)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        LastRequest = await reader.ReadLineAsync(end);
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync(end)))
        {
        }

        if (answer is { Length: > 0 } text)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), end);
        }
        else
        {
            // Until the asker gives up.
            await reader.ReadLineAsync(end);
        }
    }
}
