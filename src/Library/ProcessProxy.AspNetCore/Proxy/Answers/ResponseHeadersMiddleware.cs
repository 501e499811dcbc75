using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>Sets headers on every answer, whoever makes it, or removes them where the value is empty.</summary>
internal sealed class ResponseHeadersMiddleware
{
    private readonly RequestDelegate next;
    private readonly (string Name, StringValues Value)[] headers;
    private readonly Func<object, Task> apply;

    /// <summary>Prepares it.</summary>
    /// <param name="next">What answers.</param>
    /// <param name="headers">Name and value of each header.</param>
    public ResponseHeadersMiddleware(RequestDelegate next, IEnumerable<KeyValuePair<string, string>> headers)
    {
        this.next = next;
        this.headers = [.. headers.Select(header => (header.Key, new StringValues(header.Value)))];
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
        var answer = ((HttpContext)context).Response.Headers;
        foreach (var (name, value) in headers)
        {
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
