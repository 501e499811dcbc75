using System.Net;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Puts right what the HTTP client would do to a request of its own accord.</summary>
/// <remarks>
/// It repeats one without a body when an idle connection turns out to be closed, whatever the method; one with a body it does not, once
/// the body was begun. And what it writes of a body into an HTTP/2 connection stays in a buffer until there is more.
/// </remarks>
internal sealed class BackendHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } body)
        {
            request.Content = request.Method == HttpMethod.Post || request.Method == HttpMethod.Patch ? new EmptyBody() : null;
        }
        else if (request.Version == HttpVersion.Version20 && body.Headers.ContentLength is null)
        {
            request.Content = new FlushedContent(body);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
