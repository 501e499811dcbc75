using System.Text;
using ProcessProxy.AspNetCore.Tests.Fuzzing;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

/// <summary>What arrives at a backend is byte for byte what was sent, apart from what the proxy has to say itself.</summary>
public class FidelityTests
{
    private const string Unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Headers that the proxy says itself.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Request-Id", "traceparent", "X-ProcessProxy-Hops",
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Method_target_headers_and_body_arrive_as_they_were_sent()
    {
        await using var backend = new RecordingBackend();
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [RunningProxy.Route(backend.Address)]);
        await Fuzz.RunAsync(300, Patience, async random =>
        {
            var method = random.Of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "x-y");
            var target = Target(random);
            var headers = Enumerable.Range(0, random.Next(6)).Select(number => $"X-{number}-{random.Of("a", "B", "c_d")}: {Value(random)}").ToList();
            var body = random.OneIn(2) ? [] : random.Bytes(random.Next(1, 5000));
            var head = $"{method} {target} HTTP/1.1\r\nHost: test.example\r\nConnection: close\r\n"
                + string.Concat(headers.Select(header => header + "\r\n")) + (body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "") + "\r\n";
            var answer = await RawExchange.SendAsync(
                proxy.App.Endpoints.HttpPort, (byte[])[.. Encoding.Latin1.GetBytes(head), .. body], isAll: false, Cancelled);
            Assert.Equal(200, answer.Status);

            var (arrivedHead, arrivedBody) = await backend.NextAsync(Cancelled);
            var lines = arrivedHead.Split("\r\n");
            Assert.Equal($"{method} {target} HTTP/1.1", lines[0]);
            Assert.Equal(headers.Order(StringComparer.Ordinal), lines[1..].Where(line => !Own.Contains(line.Split(':')[0])).Order(StringComparer.Ordinal));
            Assert.Equal(body, arrivedBody);
        });
    }

    /// <summary>A target that has nothing to be put right: escapes in either case, double slashes, empty and doubled keys.</summary>
    private static string Target(Random random)
    {
        var path = new StringBuilder("/");
        for (var pieces = random.Next(8); pieces > 0; pieces--)
        {
            path.Append(random.Of("a", "/b", "//", "%20", "%C3%a9", "%e2%82%AC", "%2F", "%3f", "%23", "...", "x.y", Unreserved[random.Next(Unreserved.Length)].ToString()));
        }

        // Dot segments are resolved, so none may come about.
        var text = string.Join('/', path.ToString().Split('/').Select(segment => segment is "." or ".." || segment.Contains(';', StringComparison.Ordinal) ? "s" : segment));
        return random.OneIn(2) ? text : text + "?" + string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => random.Of("a=b", "&", "a=c&a=d", "%zz", "?", "/../", "x=%2f", "=", "+", "{}|")));
    }

    private static string Value(Random random) => new([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next(0x21, 0x7f))]);
}
