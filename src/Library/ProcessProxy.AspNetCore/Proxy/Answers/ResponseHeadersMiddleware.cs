using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>
/// Sets headers on every response, or removes those with an empty value. Headers that let a response be kept apply only to responses with
/// the requested content: nobody wants to keep an error for a year.
/// </summary>
internal sealed class ResponseHeadersMiddleware
{
    private readonly RequestDelegate next;
    private readonly (string Name, StringValues Value, bool IsForSuccess)[] headers;
    private readonly Func<object, Task> apply;

    /// <summary>Creates the middleware.</summary>
    /// <param name="next">The next handler.</param>
    /// <param name="headers">The names and values of the headers.</param>
    public ResponseHeadersMiddleware(RequestDelegate next, IEnumerable<KeyValuePair<string, string>> headers)
    {
        this.next = next;
        this.headers = [.. headers.Select(header => (header.Key, new StringValues(header.Value), CachingHeaders.LetKeep(header.Key, header.Value)))];
        apply = Apply; // Created once: a method group is a new delegate each time.
    }

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // The last moment before the head is sent. Callbacks run in reverse order, so the outer one wins.
        context.Response.OnStarting(apply, context);
        return next(context);
    }

    private Task Apply(object context)
    {
        var response = ((HttpContext)context).Response;
        var answer = response.Headers;
        foreach (var (name, value, isForSuccess) in headers)
        {
            if (isForSuccess && response.StatusCode >= StatusCodes.Status400BadRequest)
            {
                continue;
            }

            if (value[0] is { Length: > 0 })
            {
                answer[name] = value;
            }
            else
            {
                answer.Remove(name);
            }
        }

        return Task.CompletedTask;
    }
}
