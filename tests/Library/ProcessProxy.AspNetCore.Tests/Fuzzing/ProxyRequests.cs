using System.Text;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Random requests to a proxy: odd but right in form, or spoilt.</summary>
internal static class ProxyRequests
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "PRI", "M-SEARCH", "A'B", "X"];

    private static readonly string[] PathPieces =
    [
        "/", "//", "/a", "/photos", "/photos/", "/photosx", "/..", "/.", "/%2e%2e", "/.%2E", "/%2f", "%5c", "\\", "/%2e%2e%2f", "/..%2f", "/..;", "/..;x=1", "%", "%zz", "%00", "%0d%0a",
        "%FF", "%C0%AF", "%25", "%252e", "?", "?a=b&a=b", "#f", "@", ":", "/evil.example/", "~", "'", "\"", "<", "{", "|", "^", "`", "\u00e9", "\u00ff", "*",
    ];

    private static readonly string[] Headers =
    [
        "Host: other.example", "Host: xn--0", "Host: xn--mller-kva.example", "Host: a b", "Host: [::1]:1", "Host: a,b", "Host:", "Host: user@a",
        "Content-Length: 5", "Content-Length: 05", "Content-Length: +5", "Content-Length: 5, 5", "Content-Length: 0", "Content-Length: 18446744073709551621",
        "Transfer-Encoding: chunked", "Transfer-Encoding: Chunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding:\u000bchunked",
        "Connection: X-Forwarded-For", "Connection: keep-alive, Host, Content-Length, Transfer-Encoding", "Connection: Upgrade", "Upgrade: websocket", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
        "X-Forwarded-For: 6.6.6.6", "X_Forwarded_For: 6.6.6.6", "x-forwarded-for : 6.6.6.6", "Forwarded: for=6.6.6.6", "X-Real-IP: 6.6.6.6", "Via: 1.1 x", "Expect: 100-continue", "Expect: x", "TE: trailers", "Trailer: Host",
        "X: \u00e9", "X: \u00ff\u0080", "X: a\u0001b", "X:\tb", "X: ", "\u00e9: x", "X Y: z", ": x", "Cookie: a=\"\u00e9\"", "Referer: http://[", "Accept: ;;q", "Content-Type: ,", "Range: bytes=9-1", "Date: x", "If-Modified-Since: x",
        "Max-Forwards: 0", "Proxy-Authorization: Basic x", "Content-Encoding: br", "Allow: ;", "Content-MD5: x", "Expires: -1", "Warning: \"", "User-Agent: ((", "From: \u00e9", "Authorization: \u00ff",
    ];

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n ", "\r\n\r\n", " ", "\t", "\0", ":", "%", "?", "#", "/..", "//", "HTTP/1.0", "HTTP/1.1", "HTTP/0.9", "0\r\n\r\n", "0\r\nHost: evil\r\n\r\n", "5;a=b\r\nhello\r\n", "5\nhello\n", "fffffffffffffffe\r\n", "-1\r\n",
            "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n", "Content-Length: 3\r\n", "Content-Length: 44\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding : chunked\r\n", "\u0016\u0003\u0001", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
        [0xFF], [0x80], [0xC3, 0xA9],
    ];

    /// <summary>A request that may be right.</summary>
    public static byte[] Next(Random random)
    {
        var text = new StringBuilder();
        text.Append(random.Of(Methods)).Append(' ').Append(Target(random)).Append(" HTTP/1.1\r\n");
        text.Append(random.OneIn(8) ? "" : "Host: test.example\r\n").Append(random.OneIn(8) ? "" : "Connection: close\r\n");
        for (var count = random.Next(4); count > 0; count--)
        {
            text.Append(random.Of(Headers)).Append("\r\n");
        }

        text.Append("\r\n").Append(random.Of("", "", "hello", "5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n", "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"));
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A request with some of its bytes changed.</summary>
    public static byte[] Spoilt(Random random) => random.OneIn(20) ? random.Bytes(random.Next(200)) : Mutation.Of(Next(random), Tokens, random);

    private static string Target(Random random)
    {
        var path = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Of(PathPieces)));
        return random.Next(8) switch
        {
            0 => "http://test.example" + path,
            1 => path,
            2 => random.Of("*", "evil.example:80", "http://", "http://test.example", "https://test.example?x", "HTTP://evil.example/a", ""),
            _ => "/" + path,
        };
    }
}
