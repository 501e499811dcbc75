using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Tracing;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Creates a client span for each attempt to forward a request; the backend receives this span as its parent.</summary>
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
        var traced = TracedRequest.Of(context.Features);
        var method = MethodName.Of(context.Request.Method);
        using var span = Activity.Current is null ? null : traces.StartActivity(method, ActivityKind.Client);
        traced.ClientSpan = span;
        try
        {
            var error = await inner.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken).ConfigureAwait(false);
            if (span is not null)
            {
                Describe(span, context, method, error);
            }

            return error;
        }
        finally
        {
            traced.ClientSpan = null;
        }
    }

    private static void Describe(Activity span, HttpContext context, string method, ForwarderError error)
    {
        var destination = ForwardedRequest.Of(context.Features).Destination;
        span.SetTag("http.request.method", method);
        span.SetTag("server.address", destination?.Host);
        span.SetTag("server.port", destination?.Port);
        span.SetTag("url.full", destination?.GetLeftPart(UriPartial.Path));
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
