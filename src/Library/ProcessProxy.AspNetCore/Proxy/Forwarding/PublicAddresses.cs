using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>
/// Replaces the backend's own address in a response (<c>Location</c>, <c>Content-Location</c>, <c>Refresh</c>) with the one that the client has used,
/// because the backend's is useless outside.
/// </summary>
internal static class PublicAddresses
{
    private const string Refresh = "Refresh";
    private const string RefreshUrl = "url=";

    /// <summary>Replaces the addresses in the response.</summary>
    public static void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (headers.Location is [{ } location] && Of(context, location) is { } publicLocation)
        {
            headers.Location = publicLocation;
        }

        if (headers.ContentLocation is [{ } content] && Of(context, content) is { } publicContent)
        {
            headers.ContentLocation = publicContent;
        }

        if (headers.TryGetValue(Refresh, out var refresh) && refresh is [{ } after] && OfRefresh(context, after) is { } publicRefresh)
        {
            headers[Refresh] = publicRefresh;
        }
    }

    // "5; url=http://…", possibly in quotation marks.
    private static string? OfRefresh(HttpContext context, string refresh)
    {
        var name = refresh.IndexOf(RefreshUrl, StringComparison.OrdinalIgnoreCase);
        if (name < 0)
        {
            return null;
        }

        var begin = name + RefreshUrl.Length;
        var address = refresh[begin..].Trim().Trim('"', '\'');
        return Of(context, address) is { } found ? string.Concat(refresh.AsSpan(0, begin), found) : null;
    }

    /// <summary>Returns the public form of an address, or null if it is not the backend's, or if the client has sent no host.</summary>
    private static string? Of(HttpContext context, string address)
    {
        var forwarded = ForwardedRequest.Of(context.Features);
        if (!forwarded.SentTo!.Covers(address, out var below) || HostOf(context) is not { Length: > 0 } host)
        {
            return null;
        }

        var scheme = RequestOrigin.IsSecureFor(context) ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        return $"{scheme}://{host}{PrefixBefore(context)}{forwarded.StrippedPrefix}{(below is ['/', ..] ? "" : "/")}{below}";
    }

    private static string HostOf(HttpContext context) =>
        First(context, "X-Forwarded-Host") is { Length: > 0 } told ? told : HostHeader.Of(context.Request);

    // The prefix that the proxy in front has removed.
    private static string PrefixBefore(HttpContext context) =>
        First(context, ForwardedHeaders.PrefixName) is ['/', not '/', ..] told ? told.TrimEnd('/') : "";

    private static string First(HttpContext context, string name) =>
        RequestOrigin.IsVouchedFor(context) && context.Request.Headers.TryGetValue(name, out StringValues told) && told is [{ } text, ..]
            ? text.Split(',')[0].Trim()
            : "";
}
