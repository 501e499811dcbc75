using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>Has a line written for each request, when it is over.</summary>
internal sealed class AccessLogMiddleware
{
    private readonly RequestDelegate next;
    private readonly AccessLogWriter writer;
    private readonly TimeProvider clock;
    private readonly Func<object, Task> complete;

    /// <summary>Prepares it.</summary>
    /// <param name="next">What answers.</param>
    /// <param name="writer">Takes the lines.</param>
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
        // The server calls it after whatever end, a fault and a client that went away included.
        context.Response.OnCompleted(complete, AccessLogEntry.Begin(context, clock));
        return next(context);
    }

    private Task Complete(object entry)
    {
        AccessLogLine.Write((AccessLogEntry)entry, writer);
        return Task.CompletedTask;
    }
}
