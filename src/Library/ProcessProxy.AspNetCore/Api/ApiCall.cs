using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>A call of the API: every exception becomes a response.</summary>
internal delegate Task ApiCall(HttpContext http, ApiContext api);

internal static class ApiCalls
{
    /// <summary>Converts <paramref name="call"/> to an endpoint.</summary>
    public static RequestDelegate ToEndpoint(this ApiCall call, ApiContext api) => http => AnswerAsync(call, http, api);

    private static async Task AnswerAsync(ApiCall call, HttpContext http, ApiContext api)
    {
        try
        {
            await call(http, api).ConfigureAwait(false);
        }
        catch (ProcessProxyException failure) when (!http.Response.HasStarted)
        {
            if (failure.Code == ErrorCodes.InternalError)
            {
                Log.CallFailed(api.Logger, failure, http.Request.Method, http.Request.Path);
            }

            var (_, error, code, problems) = ApiOutput.Describe(failure);
            await ApiOutput.WriteFailureAsync(http, code, error, problems).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller disconnected: nobody needs a response, and nothing went wrong.
        }
        catch (OperationCanceledException) when (api.Stopping.IsCancellationRequested && !http.Response.HasStarted)
        {
            await ApiOutput.WriteFailureAsync(http, ErrorCodes.ShuttingDown, "The server is stopping.").ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The last line of defense: for any exception, the caller gets a response in the API's format, and nothing more.
            Log.CallFailed(api.Logger, fault, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
            {
                http.Abort(); // Half a response must not look like a complete one.
                return;
            }

            await ApiOutput.WriteFailureAsync(
                http, ErrorCodes.InternalError, "The call failed because of an error in the server. See the log of the server.").ConfigureAwait(false);
        }
    }
}
