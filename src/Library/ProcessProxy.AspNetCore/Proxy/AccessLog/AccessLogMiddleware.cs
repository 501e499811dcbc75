using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>Writes a line for each request when it is complete.</summary>
internal sealed class AccessLogMiddleware
{
    private readonly RequestDelegate next;
    private readonly AccessLogWriter writer;
    private readonly TimeProvider clock;
    private readonly Func<object, Task> complete;

    /// <summary>Creates the middleware.</summary>
    /// <param name="next">The next handler.</param>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="clock">The clock.</param>
    public AccessLogMiddleware(RequestDelegate next, AccessLogWriter writer, TimeProvider clock)
    {
        this.next = next;
        this.writer = writer;
        this.clock = clock;
        complete = Complete;
    }

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // The server calls it after every end, including an error and a client that disconnected.
        context.Response.OnCompleted(complete, AccessLogEntry.Begin(context, clock));
        return next(context);
    }

    private Task Complete(object entry)
    {
        AccessLogLine.Write((AccessLogEntry)entry, writer);
        return Task.CompletedTask;
    }
}
