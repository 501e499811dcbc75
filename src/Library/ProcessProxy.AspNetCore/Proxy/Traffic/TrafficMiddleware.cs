using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>Counts the requests of a route, and measures their duration.</summary>
internal sealed class TrafficMiddleware
{
    private readonly RequestDelegate next;
    private readonly RouteTraffic traffic;
    private readonly RouteDurations? durations;
    private readonly string route;
    private readonly TimeProvider clock;
    private readonly Func<object, Task> complete;

    /// <summary>Creates the middleware.</summary>
    /// <param name="next">The next handler.</param>
    /// <param name="traffic">The counters.</param>
    /// <param name="durations">The histogram of durations, or null.</param>
    /// <param name="route">The name of the route.</param>
    /// <param name="clock">The clock.</param>
    public TrafficMiddleware(RequestDelegate next, RouteTraffic traffic, RouteDurations? durations, string route, TimeProvider clock)
    {
        this.next = next;
        this.traffic = traffic;
        this.durations = durations;
        this.route = route;
        this.clock = clock;
        complete = Complete;
    }

    /// <summary>Returns the second of a timestamp of the clock.</summary>
    public static uint SecondOf(TimeProvider clock, long timestamp) => (uint)(timestamp / clock.TimestampFrequency);

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var timed = TimedRequest.Of(context.Features);
        timed.Begun = clock.GetTimestamp();
        timed.Context = context;
        traffic.Begin();

        // The server calls it after every end; its argument lives as long as the connection, so nothing is allocated.
        context.Response.OnCompleted(complete, timed);
        return next(context);
    }

    private Task Complete(object state)
    {
        var timed = (TimedRequest)state;
        var context = timed.Context!;
        var now = clock.GetTimestamp();
        TimeSpan? took = IsStream(context) ? null : clock.GetElapsedTime(timed.Begun, now);
        traffic.End(SecondOf(clock, now), took, context.Response.StatusCode);
        if (took is { } time && durations is { IsWanted: true })
        {
            durations.Record(time, context, route);
        }

        timed.Context = null;
        return Task.CompletedTask;
    }

    /// <summary>Returns whether a response is endless: a WebSocket (over HTTP/2 started by CONNECT), an event stream.</summary>
    private static bool IsStream(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols
        || HttpMethods.IsConnect(context.Request.Method)
        || context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;
}
