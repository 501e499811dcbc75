using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Security.Sessions;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>Signing in with the API key, in a form that works without a script, and signing out.</summary>
/// <param name="key">The key.</param>
/// <param name="sessions">The sessions.</param>
/// <param name="attempts">Limits guessing.</param>
/// <param name="home">The path that a browser is sent to after signing in.</param>
/// <param name="writePage">Responds with the form, a status, and a message why signing in failed.</param>
internal sealed class SignIn(ApiKey key, SessionStore sessions, SignInAttempts attempts, string home, Func<HttpContext, int, string, Task> writePage)
{
    private const int LongestKey = 4096;

    /// <summary>The path that the form is sent to.</summary>
    public const string Path = "/sign-in";

    /// <summary>Handles the key that the form sends.</summary>
    public async Task PostAsync(HttpContext http)
    {
        if (!SameOrigin.Allows(http.Request))
        {
            await writePage(http, StatusCodes.Status403Forbidden, "Sign in on this server's own page.").ConfigureAwait(false);
            return;
        }

        var address = http.Connection.RemoteIpAddress;
        var user = Caller.Of(http)?.User;
        if (attempts.Begin(address, user) is { Ticks: > 0 } wait)
        {
            var seconds = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            http.Response.Headers.RetryAfter = seconds;
            await writePage(http, StatusCodes.Status429TooManyRequests, $"Too many wrong keys. Try again in {seconds} s.").ConfigureAwait(false);
            return;
        }

        if (!key.Is(await ReadKeyAsync(http).ConfigureAwait(false)))
        {
            await writePage(http, StatusCodes.Status401Unauthorized, "The API key is wrong.").ConfigureAwait(false);
            return;
        }

        attempts.Succeeded(address, user);
        Caller.Of(http)?.Prove();
        SessionCookie.Set(http, sessions.Begin());
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = home;
    }

    /// <summary>Ends the session of a request.</summary>
    public void End(HttpContext http)
    {
        if (SessionCookie.TokenOf(http) is { Length: > 0 } token)
        {
            sessions.End(token);
        }

        SessionCookie.Clear(http);
    }

    private static async Task<string> ReadKeyAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return "";
        }

        try
        {
            var limits = new FormOptions { ValueCountLimit = 4, ValueLengthLimit = LongestKey, BufferBodyLengthLimit = 4 * LongestKey };
            var form = await new FormFeature(http.Request, limits).ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
            return form["key"] is [{ } shown] ? shown : "";
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException or IOException)
        {
            // A form that is too large or invalid contains no key.
            return "";
        }
    }
}
