using Microsoft.AspNetCore.Builder;
using ProcessProxy.AspNetCore.Api;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>Lets through only those who may use the management API.</summary>
internal static class ManagementSecurityExtensions
{
    /// <summary>
    /// With a key every call must show it, which a foreign page cannot; without one only callers on this machine pass.
    /// </summary>
    public static void UseManagementSecurity(this IApplicationBuilder app, ManagementSpec spec)
    {
        if (string.IsNullOrEmpty(spec.ApiKey))
        {
            RequireLocalCallers(app, new LocalCallers(spec.Host));
        }
        else
        {
            RequireKey(app, new ApiKey(spec.ApiKey));
        }
    }

    private static void RequireKey(IApplicationBuilder app, ApiKey key) => app.Use(next => http =>
    {
        if (key.Accepts(http.Request.Headers.Authorization))
        {
            return next(http);
        }

        var (challenge, error) = http.Request.Headers.Authorization.Count > 0
            ? ("Bearer realm=\"ProcessProxy\", error=\"invalid_token\"", "The API key is not the right one.")
            : ("Bearer realm=\"ProcessProxy\"", "This server asks for its API key: Authorization: Bearer <key>.");
        http.Response.Headers.WWWAuthenticate = challenge;
        return ApiOutput.WriteFailureAsync(http, ErrorCodes.Unauthorized, error);
    });

    private static void RequireLocalCallers(IApplicationBuilder app, LocalCallers callers) => app.Use(next => http =>
        callers.Refuse(http.Request) is { } reason
            ? ApiOutput.WriteFailureAsync(http, ErrorCodes.Forbidden, reason)
            : next(http));
}
