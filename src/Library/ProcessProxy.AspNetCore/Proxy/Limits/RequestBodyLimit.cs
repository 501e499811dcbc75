using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Proxy.Answers;

namespace ProcessProxy.AspNetCore.Proxy.Limits;

/// <summary>Refuses bodies larger than <c>maxRequestBody</c>: immediately if the length is known, otherwise when the limit has been read.</summary>
/// <remarks>
/// The server's own limit counts the framing of chunks, is removed by the forwarder for gRPC, and closes the
/// connection so that a client that is still sending does not see the response.
/// </remarks>
internal sealed class RequestBodyLimit(RequestDelegate next, long most)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > most)
        {
            return ErrorAnswer.WriteAsync(context, ProxyErrors.BodyTooLarge);
        }

        // The server enforces a declared length.
        if (request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            request.Body = new BoundedBody(request.Body, most);
        }

        return next(context);
    }
}
