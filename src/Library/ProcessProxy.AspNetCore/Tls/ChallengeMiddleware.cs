using System.Text;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>
/// Serves the pages that authorities request (http-01). Only announced ones: a program behind the proxy may be proving
/// names itself.
/// </summary>
internal sealed class ChallengeMiddleware(RequestDelegate next, ChallengeResponses challenges)
{
    private const string Folder = "/.well-known/acme-challenge/";

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!challenges.Any || context.Request.Path.Value is not { } path || !path.StartsWith(Folder, StringComparison.Ordinal)
            || challenges.Page(path[Folder.Length..]) is not { } page)
        {
            return next(context);
        }

        var body = Encoding.ASCII.GetBytes(page);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
