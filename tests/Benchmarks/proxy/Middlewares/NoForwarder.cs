using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>Stands where Yarp's forwarder does, prepares the request as that one would, and sends nothing.</summary>
internal sealed class NoForwarder : IHttpForwarder
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
        using var request = new HttpRequestMessage();
        await transformer.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        request.RequestUri ??= RequestUtilities.MakeDestinationAddress(destinationPrefix, context.Request.Path, context.Request.QueryString);
        return ForwarderError.None;
    }
}
