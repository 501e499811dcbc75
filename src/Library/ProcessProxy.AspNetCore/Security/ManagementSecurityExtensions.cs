using Microsoft.AspNetCore.Builder;
using ProcessProxy.AspNetCore.Api;
using ProcessProxy.AspNetCore.Security.Sessions;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>Lets through only those who may use the management API.</summary>
internal static class ManagementSecurityExtensions
{
    /// <summary>
    /// With a key every call must show it, or come from a browser that has signed in with it; without one only callers on this
    /// machine pass.
    /// </summary>
    public static void UseManagementSecurity(this IApplicationBuilder app, ManagementSpec spec, ApiKey? key, SessionStore sessions)
    {
        if (key is null)
        {
            RequireLocalCallers(app, new LocalCallers(spec.Host));
        }
        else
        {
            var guard = new KeyGuard(key, sessions);
            app.Use(next => http => guard.CallAsync(http, next));
        }
    }

    private static void RequireLocalCallers(IApplicationBuilder app, LocalCallers callers) => app.Use(next => http =>
        callers.Refuse(http.Request) is { } reason
            ? ApiOutput.WriteFailureAsync(http, ErrorCodes.Forbidden, reason)
            : next(http));
}
