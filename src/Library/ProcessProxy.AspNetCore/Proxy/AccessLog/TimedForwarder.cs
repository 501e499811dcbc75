using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>Records for the access log when a request is forwarded.</summary>
internal sealed class TimedForwarder(IHttpForwarder inner) : IHttpForwarder
{
    /// <inheritdoc/>
    public ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
        SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer,
        CancellationToken cancellationToken)
    {
        context.Features.GetRequiredFeature<AccessLogEntry>().NoteForwarded();
        return inner.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken);
    }
}
