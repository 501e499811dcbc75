using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Takes out of an answer what says something of the connection to the backend, or what the client's cannot carry.</summary>
internal static class AnswerHeaders
{
    /// <summary>Corrects the headers that were copied.</summary>
    /// <param name="response">What the client gets.</param>
    /// <param name="answer">What the backend has said.</param>
    /// <returns>Whether such an answer may have a body.</returns>
    public static bool Correct(HttpResponse response, HttpResponseMessage answer)
    {
        if (answer.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out var names))
        {
            ConnectionHeaders.Drop(response.Headers, names);
        }

        if (response.Headers.ContainsKey(HeaderNames.Trailer) && !response.SupportsTrailers())
        {
            // HTTP/1.1 could carry them, the server does not.
            response.Headers.Remove(HeaderNames.Trailer);
        }

        if (response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent))
        {
            return true;
        }

        // Such an answer has none, whatever the backend says (RFC 9110, 15.3.5 and 15.3.6). The server takes that for a mistake of ours.
        response.ContentLength = null;
        return false;
    }
}
