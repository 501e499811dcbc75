using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Ends each connection with its next answer while a server departs. HTTP/2 has its own message for that.</summary>
/// <param name="next">The next handler.</param>
/// <param name="departure">The departure of the server.</param>
internal sealed class DepartureMiddleware(RequestDelegate next, Departure departure)
{
    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (departure.HasBegun && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.OnStarting(
                static state =>
                {
                    var response = (HttpResponse)state;
                    if (response.StatusCode != StatusCodes.Status101SwitchingProtocols)
                    {
                        response.Headers[HeaderNames.Connection] = "close";
                    }

                    return Task.CompletedTask;
                },
                context.Response);
        }

        return next(context);
    }
}
