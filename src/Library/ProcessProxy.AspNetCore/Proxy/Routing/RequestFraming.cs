using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// Whether two servers could disagree about where a request ends, which is how a second one is smuggled past a proxy. The web server
/// refuses most such shapes; what it takes and puts right is refused here, since nobody sends it without intent.
/// </summary>
internal static class RequestFraming
{
    /// <summary>What the web server makes of a <c>Content-Length</c> beside a <c>Transfer-Encoding</c>.</summary>
    private const string SetAside = "X-Content-Length";

    /// <summary>Whether the request has a <c>Transfer-Encoding</c> that is not plainly <c>chunked</c>, or a length beside it.</summary>
    public static bool IsAmbiguous(IHeaderDictionary headers)
    {
        var encoding = headers.TransferEncoding;
        return encoding.Count > 0
            && (encoding.Count > 1 || !string.Equals(encoding[0], "chunked", StringComparison.OrdinalIgnoreCase)
                || headers.ContentLength is not null || headers.ContainsKey(SetAside));
    }
}
