using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>Responses to calls that do not exist.</summary>
internal static class Refusals
{
    /// <summary>Returns the response for an existing path with other methods.</summary>
    public static RequestDelegate MethodNotAllowed(string[] methods)
    {
        var allowed = string.Join(", ", methods);
        return http =>
        {
            http.Response.Headers.Allow = allowed;
            return ApiOutput.WriteFailureAsync(
                http, ErrorCodes.MethodNotAllowed, $"{http.Request.Path} takes {allowed}, not {http.Request.Method}.");
        };
    }

    /// <summary>Returns the response for a path that does not exist.</summary>
    public static Task NotFoundAsync(HttpContext http) =>
        ApiOutput.WriteFailureAsync(http, ErrorCodes.NotFound, $"There is no endpoint {http.Request.Path}.");
}
