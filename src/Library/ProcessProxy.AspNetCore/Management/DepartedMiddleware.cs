using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Management;

/// <summary>Sends calls to the next server, over a new connection, when this one has let go of the processes. Calls in progress are answered.</summary>
/// <param name="next">The next handler.</param>
/// <param name="departure">The departure of the server.</param>
internal sealed class DepartedMiddleware(RequestDelegate next, Departure departure)
{
    /// <summary>Handles a call.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            static state =>
            {
                var (response, departure) = ((HttpResponse, Departure))state;
                if (departure.HasBegun)
                {
                    response.Headers[HeaderNames.Connection] = "close";
                }

                return Task.CompletedTask;
            },
            (context.Response, departure));
        if (!departure.HasBegun)
        {
            return next(context);
        }

        // At once: the next server accepts it, or is about to.
        context.Response.Headers.RetryAfter = "0";
        return ApiOutput.WriteFailureAsync(context, ErrorCodes.ShuttingDown, "Another server takes over. Call again.");
    }
}
