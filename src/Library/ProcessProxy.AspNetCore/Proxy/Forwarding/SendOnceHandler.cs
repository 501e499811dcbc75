namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>
/// Keeps the HTTP client from sending a request twice that may change something. Of its own accord it repeats one without a body when
/// an idle connection turns out to be closed, whatever the method; one with a body it does not, once the body was begun.
/// </summary>
internal sealed class SendOnceHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null && (request.Method == HttpMethod.Post || request.Method == HttpMethod.Patch))
        {
            request.Content = new EmptyBody();
        }

        return base.SendAsync(request, cancellationToken);
    }
}
