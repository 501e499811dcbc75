using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>One call of the API: everything it may throw becomes an answer.</summary>
internal delegate Task ApiCall(HttpContext http, ApiContext api);

internal static class ApiCalls
{
    /// <summary>Makes <paramref name="call"/> an endpoint.</summary>
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
            // The caller went away: there is nobody to answer and nothing went wrong.
        }
        catch (OperationCanceledException) when (api.Stopping.IsCancellationRequested && !http.Response.HasStarted)
        {
            await ApiOutput.WriteFailureAsync(http, ErrorCodes.ShuttingDown, "The server is stopping.").ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The last line of defence: whatever it was, the caller gets an answer in the API's form and no more than that.
            Log.CallFailed(api.Logger, fault, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
            {
                http.Abort(); // Half an answer must not look like a whole one.
                return;
            }

            await ApiOutput.WriteFailureAsync(
                http, ErrorCodes.InternalError, "The call failed because of an error in the server. See the log of the server.").ConfigureAwait(false);
        }
    }
}
