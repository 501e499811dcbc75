using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Security.Sessions;

/// <summary>
/// The cookie that carries a session's token. Scripts cannot read it, and browsers send it with requests of our own pages only.
/// Its name has the port, so two servers on one host do not sign each other's users out.
/// </summary>
internal static class SessionCookie
{
    /// <summary>The token that a request carries, or null.</summary>
    public static string? TokenOf(HttpContext http) => http.Request.Cookies[NameFor(http)];

    /// <summary>Gives the browser a token.</summary>
    public static void Set(HttpContext http, string token) => http.Response.Cookies.Append(NameFor(http), token, OptionsFor(http));

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(NameFor(http), OptionsFor(http));

    private static string NameFor(HttpContext http) => SessionCookieName.Of(http.Connection.LocalPort);

    // The listener itself speaks plain HTTP; behind a proxy that adds TLS the browser still has to keep the cookie to HTTPS.
    // Whoever invents the header harms only himself.
    private static CookieOptions OptionsFor(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https",
        Path = "/",
        IsEssential = true,
    };
}
