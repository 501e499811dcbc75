using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>
/// Sets headers on every answer, whoever makes it, or removes them where the value is empty. What lets an answer be kept is for answers that have
/// what was asked for: nobody wants to keep a failure for a year.
/// </summary>
internal sealed class ResponseHeadersMiddleware
{
    private readonly RequestDelegate next;
    private readonly (string Name, StringValues Value, bool IsForSuccess)[] headers;
    private readonly Func<object, Task> apply;

    /// <summary>Prepares it.</summary>
    /// <param name="next">What answers.</param>
    /// <param name="headers">Name and value of each header.</param>
    public ResponseHeadersMiddleware(RequestDelegate next, IEnumerable<KeyValuePair<string, string>> headers)
    {
        this.next = next;
        this.headers = [.. headers.Select(header => (header.Key, new StringValues(header.Value), CachingHeaders.LetKeep(header.Key, header.Value)))];
        apply = Apply; // Once: a method group is a new delegate each time.
    }

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // The last moment before the head is sent. Who asked for it first comes last, so what stands outside has the last word.
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
