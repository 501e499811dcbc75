namespace ProcessProxy.Harness;

/// <summary>What health checks ask: the test decides each answer and counts the questions.</summary>
public sealed class HealthEndpoint : LoopbackServer
{
    private volatile string answer = "";

    public HealthEndpoint(int status = 200) => Answer(status);

    public string Url => $"{Address}health";

    /// <summary>The first line of the last request.</summary>
    public string? LastRequest { get; private set; }

    /// <summary>How requests are answered from now on; null: never.</summary>
    public void Answer(int? status, string headers = "", string body = "", string phrase = "Answer") =>
        answer = status is null ? "" : $"HTTP/1.1 {status} {phrase}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n{body}";

    protected override async Task ServeAsync(Exchange exchange)
    {
        LastRequest = (await exchange.ReadHeadAsync()).Split("\r\n")[0];
        if (answer is { Length: > 0 } text)
        {
            await exchange.SendAsync(text);
        }
        else
        {
            // Until the asker gives up.
            await exchange.DrainAsync();
        }
    }
}
