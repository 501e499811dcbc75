using System.Text;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Random calls of the API: right in form, or spoilt.</summary>
internal static class ApiRequests
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "M-SEARCH", "X"];

    private static readonly string[] Routes =
    [
        ApiRoutes.Processes, ApiRoutes.Process, ApiRoutes.Start, ApiRoutes.Stop, ApiRoutes.Restart, ApiRoutes.Logs, ApiRoutes.Logs, ApiRoutes.Reload,
        ApiRoutes.Events, ApiRoutes.Status, ApiRoutes.Health, "/", "/api", "//", "/api/processes/", "*", "/api//processes",
    ];

    private static readonly string[] IdPieces =
    [
        "web", "worker", "broken", "reload", "..", ".", "%2e%2e", "%2F", "%5C", "%00", "%0d%0aX:y", "%", "%zz", "%u0041", "%FF", "%C3%28", "%ED%A0%80", "%F0%9F%98%80",
        "%E2%80%AE", "%25", "%2525", "'", "\"", "<b>", "&", "+", ";", "~", "{id}", "a/b", "?x", "{0}", "%7B0%7D", "%22%7D",
    ];

    private static readonly string[] Values =
    [
        "1", "100", "10000", "10001", "0", "-1", "+1", "1e3", "5%00", "%00", "", "abc", "٣", "0x10", "99999999999999999999", "output", "stdout", "stderr", "Output",
        "true", "false", "True", "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80aaaaaaaaaaaaaaaaaaaaaaaaa%F0%9F%98%80", "%ED%A0%80", "1,2",
    ];

    private static readonly string[] Headers =
    [
        "Accept: text/plain", "Accept: application/json;q=0.1, text/plain;q=0.2", "Accept: ;;;q=,", "Accept: text/plain;q=NaN", "Accept: */*;q=1e999", "Accept: \t",
        "Origin: null", "Origin: http://localhost", "Origin: http://[::1", "Origin: http://xn--\u00e9", "Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site",
        "Authorization: Bearer", "Authorization: Bearer \u00ff", "Authorization: Basic Og==", "Host: evil.example", "Host: [::1]:80", "Host: localhost:99999", "Host: xn--0:1",
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999", "Expect: 100-continue",
        "Connection: Upgrade", "Upgrade: websocket", "Upgrade: h2c", "Content-Type: application/json", "Cookie: a=b; c", "X-Forwarded-For: 1.2.3.4", "X-HTTP-Method-Override: POST",
        "Range: bytes=0-", "If-None-Match: *", "Content-Encoding: gzip", "Accept-Encoding: br;q=2", "Last-Event-ID: -1", "\u00e9: \u00e9",
    ];

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", "\0", ":", "%", "%00", "%2f", "?", "#", "&", "=", "/", "//", "..", "HTTP/1.0", "HTTP/2.0", "HTTP/1.1", "0\r\n\r\n", "5\r\nhello\r\n", "FFFFFFFFFFFFFFFF\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Host: localhost\r\n", "\u0016\u0003\u0001",
        }.Select(Encoding.Latin1.GetBytes),
        [0xFF], [0x80], [0xC3, 0xA9],
    ];

    /// <summary>A call that may be right.</summary>
    public static byte[] Next(Random random)
    {
        var text = new StringBuilder();
        text.Append(random.Of(Methods)).Append(' ').Append(random.Of(Routes).Replace("{id}", Id(random), StringComparison.Ordinal)).Append(Query(random)).Append(" HTTP/1.1\r\n");
        text.Append(random.OneIn(8) ? "" : "Host: localhost\r\n").Append("Connection: close\r\n");
        for (var count = random.Next(4); count > 0; count--)
        {
            text.Append(random.Of(Headers)).Append("\r\n");
        }

        text.Append("\r\n").Append(random.Of("", "", "hello", "{\"lines\":", "5\r\nhello\r\n0\r\n\r\n"));
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A call with some of its bytes changed.</summary>
    public static byte[] Spoilt(Random random) => random.OneIn(20) ? random.Bytes(random.Next(200)) : Mutation.Of(Next(random), Tokens, random);

    private static string Id(Random random) =>
        random.OneIn(3) ? "web" : random.OneIn(30) ? new string('a', 5000) : string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => random.Of(IdPieces)));

    private static string Query(Random random) => random.OneIn(3)
        ? ""
        : "?" + string.Join(random.Of("&", "&&", ";"), Enumerable.Range(0, random.Next(4)).Select(_ => $"{random.Of("lines", "stream", "follow", "LINES", "x", "%6cines")}{random.Of("=", "=", "")}{random.Of(Values)}"));
}
