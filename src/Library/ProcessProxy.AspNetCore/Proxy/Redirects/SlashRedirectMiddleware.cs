using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Proxy.Redirects;

/// <summary>
/// Sends a request for <c>/photos</c> to <c>/photos/</c> when only the latter meets a rewrite rule: the backend's own relative
/// links would lead nowhere otherwise.
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
