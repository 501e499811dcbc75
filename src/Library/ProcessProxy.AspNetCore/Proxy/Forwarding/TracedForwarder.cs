using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Proxy.Traffic;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Puts a client span around each sending of a request to a backend, which is told that span as its parent.</summary>
internal sealed class TracedForwarder(IHttpForwarder inner, ActivitySource traces) : IHttpForwarder
{
    /// <inheritdoc/>
    public ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
        SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer,
        CancellationToken cancellationToken)
    {
        var routed = context.Features.GetRequiredRoute();
        var method = RouteDurations.MethodOf(context.Request.Method);
        using var span = Activity.Current is null ? null : traces.StartActivity(method, ActivityKind.Client);
        routed.ClientSpan = span;
        try
        {
            var error = await inner.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken).ConfigureAwait(false);
            if (span is not null)
            {
                Describe(span, context, routed, method, error);
            }

            return error;
        }
        finally
        {
            routed.ClientSpan = null;
        }
    }

    private static void Describe(Activity span, HttpContext context, RoutedRequest routed, string method, ForwarderError error)
    {
        span.SetTag("http.request.method", method);
        span.SetTag("server.address", routed.Destination?.Host);
        span.SetTag("server.port", routed.Destination?.Port);
        span.SetTag("url.full", routed.Destination?.GetLeftPart(UriPartial.Path));
        if (error == ForwarderError.None)
        {
            span.SetTag("http.response.status_code", context.Response.StatusCode);
        }

        if (error != ForwarderError.None || context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            span.SetTag("error.type", error == ForwarderError.None ? $"{context.Response.StatusCode}" : $"{error}");
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
