using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Security.Sessions;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// Admits callers that send the key, or the cookie of a session and, to change anything, that session's token
/// against pages of other sites.
/// </summary>
/// <param name="key">The key.</param>
/// <param name="sessions">The sessions.</param>
/// <param name="attempts">Limits guessing.</param>
/// <param name="isOpen">Returns which requests are public: those that a browser needs to sign in, which reveal nothing.</param>
internal sealed class KeyGuard(ApiKey key, SessionStore sessions, SignInAttempts attempts, Func<HttpRequest, bool> isOpen)
{
    /// <summary>The header that our own pages send with every command.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    /// <summary>Passes a call on or refuses it.</summary>
    public Task CallAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.Authorization.Count > 0)
        {
            return CallWithKeyAsync(http, next);
        }

        if (sessions.Use(SessionCookie.TokenOf(http)) is { } session)
        {
            Caller.Of(http)?.Prove();
            return CallInSessionAsync(http, session, next);
        }

        return isOpen(http.Request)
            ? next(http)
            : RefuseAsync(http, "Bearer realm=\"ProcessProxy\"", "This server requires an API key: Authorization: Bearer <key>.");
    }

    private Task CallWithKeyAsync(HttpContext http, RequestDelegate next)
    {
        var caller = Caller.Of(http);
        var isRight = key.Accepts(http.Request.Headers.Authorization);

        // A connection that has sent the key continues even while others guess from the same address.
        if (!(isRight && (caller?.HasProven == true || !attempts.Any))
            && attempts.Note(http.Connection.RemoteIpAddress, caller?.User, isRight) is { Ticks: > 0 } wait)
        {
            var seconds = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            http.Response.Headers.RetryAfter = seconds;
            return ApiOutput.WriteFailureAsync(http, ErrorCodes.TooManyAttempts, $"Too many attempts with a wrong API key. Try again in {seconds} s.");
        }

        if (!isRight)
        {
            return RefuseAsync(http, "Bearer realm=\"ProcessProxy\", error=\"invalid_token\"", "The API key is wrong.");
        }

        caller?.Prove();
        return next(http);
    }

    private static async Task CallInSessionAsync(HttpContext http, Session session, RequestDelegate next)
    {
        var method = http.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && http.Request.Path != SignIn.Path && !ShowsToken(http.Request, session))
        {
            await ApiOutput.WriteFailureAsync(
                http, ErrorCodes.Forbidden, $"A call with a session cookie that changes something requires the {CsrfHeader} header.").ConfigureAwait(false);
            return;
        }

        http.Features.Set(session);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, session.Ended);
        http.RequestAborted = ending.Token;
        await next(http).ConfigureAwait(false);
    }

    private static bool ShowsToken(HttpRequest request, Session session) =>
        request.Headers[CsrfHeader] is [{ } shown]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(session.CsrfToken));

    private static Task RefuseAsync(HttpContext http, string challenge, string error)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return ApiOutput.WriteFailureAsync(http, ErrorCodes.Unauthorized, error);
    }
}
