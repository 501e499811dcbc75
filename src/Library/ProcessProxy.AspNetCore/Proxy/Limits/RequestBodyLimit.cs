using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Proxy.Answers;

namespace ProcessProxy.AspNetCore.Proxy.Limits;

/// <summary>Refuses bodies over <c>maxRequestBody</c>: at once where the length is told, else when that much has been read.</summary>
/// <remarks>
/// The server's own limit counts what chunks cost beside their content, is lifted by the forwarder for gRPC, and cuts the
/// connection so that a client in the middle of sending does not see the answer.
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

        // A length that is told is kept to by the server.
        if (request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            request.Body = new BoundedBody(request.Body, most);
        }

        return next(context);
    }
}
