using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>Admits only callers with access to the management API.</summary>
internal static class ManagementSecurityExtensions
{
    /// <summary>
    /// The system admits callers on the socket. Over TCP, with a key, every call must send it, or come from a browser that
    /// has signed in with it; without a key, only certain users of this machine have access, and no page of another site.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="host">The configured host of the TCP listener.</param>
    /// <param name="guard">Checks the key; null if there is none.</param>
    /// <param name="users">The users with access without a key.</param>
    public static void UseManagementSecurity(this IApplicationBuilder app, string? host, KeyGuard? guard, LocalUsers users)
    {
        var callers = new LocalCallers(host ?? "localhost");
        app.Use(next => http =>
            Caller.Of(http) is { MayOpen: true } ? next(http)
            : guard is not null ? guard.CallAsync(http, next)
            : (callers.Refuse(http.Request) ?? users.Refuse(http.Request)) is { } reason ? ApiOutput.WriteFailureAsync(http, ErrorCodes.Forbidden, reason)
            : PassAsync(http, next));
    }

    private static Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path != ApiRoutes.Health)
        {
            // A public request proves nothing.
            Caller.Of(http)?.Prove();
        }

        return next(http);
    }
}
