using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Requests in which a second one is hidden, and targets that mean one thing to the proxy and another to the program.</summary>
public sealed partial class SmugglingAttackTests
{
    private const string Smuggled = "POST /note HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nsmuggled";

    /// <summary>What follows the first line and the Host of a POST.</summary>
    private static readonly string[] Unclear =
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 60\r\n\r\n",
        "Content-Length: 0, 60\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "Content-Length: 0x0\r\n\r\n",
        "Content-Length : 0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
        "X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "X: a\nTransfer-Encoding: chunked\n\n0\r\n\r\n",
        "X: a\0b\r\n\r\n",
        "X: a\r\n\n",
        "Host: y\r\nContent-Length: 0\r\n\r\n",
    ];

    /// <summary>Chunks of a body that is said to be chunked.</summary>
    private static readonly string[] UnclearChunks =
        ["0;\r\n\r\n", "5\nhello\n0\n\n", "0x5\r\nhello\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffffff\r\n"];

    [Fact(Timeout = 120_000)]
    public async Task Nothing_that_is_hidden_behind_an_unclear_request_reaches_the_program()
    {
        await using var target = new Target();
        await target.StartAsync();
        foreach (var rest in Unclear)
        {
            var answer = await RawClient.ExchangeAsync(target.ProxyPort, $"POST /note HTTP/1.1\r\nHost: x\r\n{rest}{Smuggled}");
            Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
            Assert.Single(StatusLine().Matches(answer));
        }

        foreach (var chunks in UnclearChunks)
        {
            // The end of the connection is all the answer that such a body is owed.
            await RawClient.ExchangeAsync(target.ProxyPort, $"POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{Smuggled}");
        }

        await target.Server.Client.StopAsync("web", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("smuggled", string.Concat(target.Project.Lines("logs/web.log")), StringComparison.Ordinal);
        FaultTable.Add("requests with a second one hidden behind them", $"{Unclear.Length} unclear heads all answered 400 once, {UnclearChunks.Length} unclear bodies; 0 hidden requests arrived");
    }

    [Fact(Timeout = 120_000)]
    public async Task What_no_address_holds_is_refused_as_a_target()
    {
        string[] targets = ["/base/..#/x", "/admin#x", "/#", "/a\\..\\b", "/a\tb", "/a\u0001b", "/\u00e9", "http://user@x/", "http:///x"];
        await using var target = new Target();
        await target.StartAsync();
        foreach (var refused in targets)
        {
            var answer = await RawClient.ExchangeAsync(target.ProxyPort, $"GET {refused} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Assert.True(answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{refused}: {answer.Split('\r')[0]}");
        }

        await target.AssertServesAsync();
        FaultTable.Add("targets that mean one thing to the proxy and another to the program", $"{targets.Length} of {targets.Length} answered 400");
    }

    [GeneratedRegex("HTTP/1.1 [0-9]{3} ")]
    private static partial Regex StatusLine();
}
