using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>
/// Asks whether the process behind a route can answer before a request is forwarded to it. What happens to a request that comes
/// too early is decided here and nowhere else.
/// </summary>
internal sealed class ReadinessMiddleware(RequestDelegate next, IProcessReadiness readiness, TimeProvider clock)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.GetRequiredRoute().Route.Spec.Process is not { } id)
        {
            return next(context);
        }

        var found = readiness.Find(id);
        return found is { State: RunState.Running }
            ? next(context)
            : ErrorAnswer.WriteAsync(context, Unavailability.Of(id, found, clock.GetUtcNow()));
    }
}
