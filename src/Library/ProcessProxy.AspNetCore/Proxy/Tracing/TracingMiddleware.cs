using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>Creates a server span for each request. Only present while spans are exported.</summary>
internal sealed class TracingMiddleware(RequestDelegate next, ActivitySource traces)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var method = MethodName.Of(context.Request.Method);
        using var span = traces.StartActivity(method, ActivityKind.Server, ParentOf(context));
        if (span is not { Recorded: true })
        {
            SamplingDecision.LeaveOut(context);
        }

        if (span is null)
        {
            // Not a sampled request.
            await next(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Describe(span, context, method);
        }
    }

    /// <summary>Returns the span of a trusted proxy; all others are ignored.</summary>
    private static ActivityContext ParentOf(HttpContext context) =>
        TraceParent.ToldBy(context) is { } told
        && ActivityContext.TryParse(told, context.Request.Headers["tracestate"].ToString(), isRemote: true, out var parent)
            ? parent
            : default;

    private static void Describe(Activity span, HttpContext context, string method)
    {
        var (request, status) = (context.Request, context.Response.StatusCode);
        span.SetTag("http.request.method", method);
        span.SetTag("url.scheme", RequestOrigin.IsSecureFor(context) ? "https" : "http");
        span.SetTag("url.path", request.Path.Value);
        span.SetTag("server.address", request.Host.Host);
        span.SetTag("client.address", RequestOrigin.ClientOf(context)?.ToString());
        span.SetTag("http.response.status_code", status);
        if (RoutedRequest.Find(context.Features) is { } routed)
        {
            span.DisplayName = $"{method} {routed.Route.Name}";
            span.SetTag("http.route", routed.Route.Name);
            span.SetTag("processproxy.process", routed.Route.Spec.Process);
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
