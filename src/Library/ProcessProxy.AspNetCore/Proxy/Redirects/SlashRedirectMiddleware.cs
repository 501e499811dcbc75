using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Proxy.Redirects;

/// <summary>
/// Redirects a request for <c>/photos</c> to <c>/photos/</c> if only the latter matches a rewrite rule: otherwise the backend's own relative
/// links would not work.
/// </summary>
internal sealed class SlashRedirectMiddleware(RequestDelegate next)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var routed = context.Features.GetRequiredRoute();
        ref readonly var target = ref routed.Target;
        if (!routed.Route.MissesOnlyItsSlash || !target.DecodedPath.SequenceEqual(routed.Route.DecodedPath))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"{target.Path}/{target.Query}";
        return Task.CompletedTask;
    }
}
