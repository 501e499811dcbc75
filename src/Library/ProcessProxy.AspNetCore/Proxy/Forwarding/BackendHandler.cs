using ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Puts right what the HTTP client would do to a request of its own accord.</summary>
/// <remarks>
/// It repeats one without a body when an idle connection turns out to be closed, whatever the method; one with a body it does not, once
/// the body was begun. And it does not always read the answer while it sends a body, see <see cref="RequestBody"/>.
/// </remarks>
internal sealed class BackendHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            request.Content = new RequestBody(body);
        }
        else if (request.Method == HttpMethod.Post || request.Method == HttpMethod.Patch)
        {
            request.Content = new EmptyBody();
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
