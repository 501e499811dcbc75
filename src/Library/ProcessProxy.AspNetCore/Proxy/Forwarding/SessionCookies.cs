using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>
/// Removes session cookies: browsers send the session cookie of a management listener to every port of its host, including programs behind the proxy.
/// It is worth as much as the key.
/// </summary>
internal static class SessionCookies
{
    /// <summary>Removes those that do not belong to the listener that the request goes to.</summary>
    public static void Drop(IHeaderDictionary headers, Uri destination)
    {
        var cookies = headers.Cookie;
        for (var i = 0; i < cookies.Count; i++)
        {
            if (cookies[i] is { } line && line.Contains(SessionCookieName.Prefix, StringComparison.Ordinal))
            {
                var own = $"{SessionCookieName.Of(destination.Port)}=";
                headers.Cookie = cookies.Select(cookie => Without(cookie!, own)).Where(rest => rest.Length > 0).ToArray();
                return;
            }
        }
    }

    private static string Without(string cookies, string own) => string.Join(';', cookies.Split(';').Where(
        cookie => !cookie.AsSpan().TrimStart().StartsWith(SessionCookieName.Prefix, StringComparison.Ordinal)
            || cookie.AsSpan().TrimStart().StartsWith(own, StringComparison.Ordinal))).TrimStart();
}
