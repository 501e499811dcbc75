using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Proxy.Limits;

/// <summary>Refuses requests of a client that has sent as many as <c>rateLimit</c> allows.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, ClientWindows windows)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context) =>
        windows.TryTake(ClientKey.Of(RequestOrigin.ClientOf(context)), out var retryAfter) ? next(context) : RefuseAsync(context, retryAfter);

    private static Task RefuseAsync(HttpContext context, TimeSpan retryAfter)
    {
        context.Features.GetRequiredRoute().Route.Traffic.Refuse();
        return ErrorAnswer.WriteAsync(context, ProxyErrors.RateLimited with
        {
            RetryAfter = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds))),
        });
    }
}
