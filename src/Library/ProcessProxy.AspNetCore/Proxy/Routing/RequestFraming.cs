using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// Recognizes requests whose end two servers could disagree about, which allows smuggling a second request past a proxy. The web server
/// refuses most such requests; those that it accepts and corrects are refused here, because nobody sends them unintentionally.
/// </summary>
internal static class RequestFraming
{
    /// <summary>The header in which the web server keeps a <c>Content-Length</c> that came with a <c>Transfer-Encoding</c>.</summary>
    private const string SetAside = "X-Content-Length";

    /// <summary>Returns whether the request has a <c>Transfer-Encoding</c> other than <c>chunked</c>, or a length beside it.</summary>
    public static bool IsAmbiguous(IHeaderDictionary headers)
    {
        var encoding = headers.TransferEncoding;
        return encoding.Count > 0
            && (encoding.Count > 1 || !string.Equals(encoding[0], "chunked", StringComparison.OrdinalIgnoreCase)
                || headers.ContentLength is not null || headers.ContainsKey(SetAside));
    }
}
