using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Removes headers from a response that concern the connection to the backend, or that the client's connection cannot carry.</summary>
internal static class AnswerHeaders
{
    /// <summary>Corrects the headers that were copied.</summary>
    /// <param name="response">The response to the client.</param>
    /// <param name="answer">The response of the backend.</param>
    /// <returns>True if such a response may have a body.</returns>
    public static bool Correct(HttpResponse response, HttpResponseMessage answer)
    {
        if (answer.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out var names))
        {
            ConnectionHeaders.Drop(response.Headers, names);
        }

        if (response.Headers.ContainsKey(HeaderNames.Trailer) && !response.SupportsTrailers())
        {
            // HTTP/1.1 could carry them, but the web server does not.
            response.Headers.Remove(HeaderNames.Trailer);
        }

        if (response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent))
        {
            return true;
        }

        // Such a response has no body, whatever the backend sends (RFC 9110, 15.3.5 and 15.3.6). The web server would treat it as our error.
        response.ContentLength = null;
        return false;
    }
}
