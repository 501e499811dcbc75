using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Redirects;

/// <summary>Redirects the requests of a route.</summary>
internal sealed class RedirectEndpoint(RedirectSpec spec, ILogger log)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var routed = context.Features.GetRequiredRoute();
        if (!PathBelow.TryTake(routed, log, out var below, out var refusal))
        {
            return ErrorAnswer.WriteAsync(context, refusal);
        }

        context.Response.StatusCode = spec.Status;
        context.Response.Headers.Location = Location.OfRedirect(spec.To, below, routed.Target.Query);
        return Task.CompletedTask;
    }
}
