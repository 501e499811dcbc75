using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Security.Sessions;

/// <summary>
/// The cookie with a session's token. Scripts cannot read it, and browsers send it only with requests of our own pages.
/// Its name contains the port, so two servers on one host do not sign each other's users out.
/// </summary>
internal static class SessionCookie
{
    /// <summary>Returns the token of a request, or null.</summary>
    public static string? TokenOf(HttpContext http) => http.Request.Cookies[NameFor(http)];

    /// <summary>Sets the cookie.</summary>
    public static void Set(HttpContext http, string token) => http.Response.Cookies.Append(NameFor(http), token, OptionsFor(http));

    /// <summary>Removes the cookie.</summary>
    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(NameFor(http), OptionsFor(http));

    private static string NameFor(HttpContext http) => SessionCookieName.Of(http.Connection.LocalPort);

    // The listener itself uses plain HTTP; behind a proxy that adds TLS, the browser must still restrict the cookie to HTTPS.
    // Forging the header harms only the sender.
    private static CookieOptions OptionsFor(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https",
        Path = "/",
        IsEssential = true,
    };
}
