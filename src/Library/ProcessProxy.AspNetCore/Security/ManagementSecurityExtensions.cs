using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>Lets through only those who may use the management API.</summary>
internal static class ManagementSecurityExtensions
{
    /// <summary>
    /// Who comes over the socket has been let in by the system. Over TCP, with a key every call must show it, or come from a browser that
    /// has signed in with it; without one only certain users of this machine pass, and no page of another site.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="host">The configured host of the TCP listener.</param>
    /// <param name="guard">Asks for the key; null when there is none.</param>
    /// <param name="users">Who passes without a key.</param>
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
            // What everybody may ask for proves nothing.
            Caller.Of(http)?.Prove();
        }

        return next(http);
    }
}
