using ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Makes the client read the response while a body is sent; see <see cref="RequestBody"/>.</summary>
internal sealed class BackendHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            request.Content = new RequestBody(body);
        }

        SendingSide.Choosing(true);
        try
        {
            return base.SendAsync(request, cancellationToken);
        }
        finally
        {
            SendingSide.Choosing(false);
        }
    }
}
