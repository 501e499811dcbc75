using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Dashboard;

/// <summary>Sends the files of the dashboard, with a policy that allows loading only from this server.</summary>
internal static class DashboardPages
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private const string MessageMark = "<!-- message -->";

    /// <summary>Sends the dashboard.</summary>
    public static Task WriteIndexAsync(HttpContext http) =>
        WritePageAsync(http, StatusCodes.Status200OK, DashboardAssets.Find("index.html")!.Content);

    /// <summary>Sends the sign-in page.</summary>
    /// <param name="http">The call.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="message">A message of the server, or empty.</param>
    public static Task WriteSignInAsync(HttpContext http, int status, string message)
    {
        var page = Encoding.UTF8.GetString(DashboardAssets.Find("sign-in.html")!.Content.Span);
        return WritePageAsync(http, status, Encoding.UTF8.GetBytes(page.Replace(MessageMark, message, StringComparison.Ordinal)));
    }

    /// <summary>Sends a file of the dashboard, or 304 if the browser has it. Browsers ask each time, so that an upgrade of the server is visible immediately.</summary>
    public static Task WriteAsync(HttpContext http, DashboardAsset asset)
    {
        Prepare(http.Response, asset.ContentType, "no-cache");
        http.Response.Headers.ETag = asset.Tag;
        if (Knows(http.Request, asset.Tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return WriteBodyAsync(http, asset.Content);
    }

    private static bool Knows(HttpRequest request, string tag)
    {
        var ours = new EntityTagHeaderValue(tag);
        return request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(ours, useStrongComparison: false));
    }

    private static Task WritePageAsync(HttpContext http, int status, ReadOnlyMemory<byte> page)
    {
        // The session decides which of the two pages "/" is.
        Prepare(http.Response, "text/html; charset=utf-8", "no-store");
        http.Response.StatusCode = status;
        return WriteBodyAsync(http, page);
    }

    private static Task WriteBodyAsync(HttpContext http, ReadOnlyMemory<byte> content)
    {
        http.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }

    private static void Prepare(HttpResponse response, string contentType, string caching)
    {
        response.ContentType = contentType;
        var headers = response.Headers;
        headers.CacheControl = caching;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = Policy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "same-origin"; // With "no-referrer", a browser sends our own form with the origin "null".
    }
}
