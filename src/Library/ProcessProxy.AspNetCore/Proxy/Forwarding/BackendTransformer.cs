using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Proxy.Tracing;
using ProcessProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Creates the backend's request from the client's.</summary>
internal sealed class BackendTransformer(ForwardSpec spec) : HttpTransformer
{
    private readonly RouteHeaders routeHeaders = new(spec.Headers);

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var destination = ForwardedRequest.Of(httpContext.Features).Destination!;
        ConnectionHeaders.Drop(httpContext.Request.Headers);
        SessionCookies.Drop(httpContext.Request.Headers, destination);
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);
        proxyRequest.RequestUri = destination;

        // Yarp treats it as hop-by-hop, but it is a request of the browser that the backend may need.
        var upgradeInsecure = httpContext.Request.Headers.UpgradeInsecureRequests;
        if (upgradeInsecure.Count > 0)
        {
            proxyRequest.Headers.TryAddWithoutValidation(HeaderNames.UpgradeInsecureRequests, upgradeInsecure.ToString());
        }

        if (!spec.PreserveHost)
        {
            proxyRequest.Headers.Host = null;
        }

        ForwardedHeaders.Replace(httpContext, proxyRequest.Headers);
        TraceHeaders.Apply(httpContext, proxyRequest.Headers);
        Hops.Count(Hops.Of(httpContext.Request.Headers), proxyRequest.Headers);
        routeHeaders.Apply(proxyRequest);
        if (proxyRequest.Headers.Host is null && proxyRequest.Headers.NonValidated.TryGetValues(HeaderNames.Host, out var host))
        {
            await AnswerForHostAsync(httpContext, proxyRequest, host.ToString()).ConfigureAwait(false);
        }
    }

    // A value that the HTTP client cannot parse as a host would be sent unchanged, after another Host of its own.
    private static Task AnswerForHostAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string host)
    {
        proxyRequest.Headers.Remove(HeaderNames.Host);
        return host.Length == 0 ? Task.CompletedTask : ErrorAnswer.WriteAsync(httpContext, ProxyErrors.BadHost);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var hasBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        if (proxyResponse is null)
        {
            return hasBody;
        }

        hasBody &= AnswerHeaders.Correct(httpContext.Response, proxyResponse);
        PublicAddresses.Apply(httpContext);
        if (IsUpgrade(httpContext, proxyResponse))
        {
            HeldRequest.Find(httpContext.Features)?.Leave();
            if (RestartedWebSocket.IsWatched(httpContext))
            {
                ForwardedRequest.Of(httpContext.Features).BecomeStream();
            }
        }
        else if (proxyResponse.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            await BeginEventStreamAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        }

        return hasBody;
    }

    // Over HTTP/2 to the backend, a WebSocket is granted with 200 (RFC 8441, 5).
    private static bool IsUpgrade(HttpContext httpContext, HttpResponseMessage response) =>
        response.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols
        || (response.IsSuccessStatusCode && HttpMethods.IsConnect(httpContext.Request.Method) && RestartedWebSocket.IsWatched(httpContext));

    /// <inheritdoc/>
    public override async ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        await base.TransformResponseTrailersAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        ForwardedRequest.Of(httpContext.Features).IsAnswered = true;
        if (proxyResponse.RequestMessage?.Content is RequestBody { IsUnfinished: true })
        {
            // The client may be waiting for the end of the response, and sends no more of its body.
            await httpContext.Response.CompleteAsync().ConfigureAwait(false);
        }
    }

    private Task BeginEventStreamAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        // It lasts until the program ends, so nobody waits for it; then it ends like other streams, and the client reconnects.
        HeldRequest.Find(httpContext.Features)?.Leave();
        var forwarded = ForwardedRequest.Of(httpContext.Features);
        forwarded.BecomeStream();
        proxyResponse.Content = new EndingContent(proxyResponse.Content, forwarded.ClosingOf(httpContext));

        // The first event may be hours away; until the head arrives, the client assumes that it is not connected.
        return httpContext.Response.Body.FlushAsync(cancellationToken);
    }
}
