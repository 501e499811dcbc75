using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>
/// Tells a request for a page from one for a script, a picture or data. Only the former is answered with the entry page of an application: a script that
/// is missing has to be missing, or the browser reads HTML as a program.
/// </summary>
internal static class DocumentRequest
{
    /// <summary>Whether a page is asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path as the client sees it.</param>
    public static bool Is(HttpRequest request, string path) => !FileTypes.Provider.IsFileName(path) && request.Headers["Sec-Fetch-Dest"].ToString() switch
    {
        "document" or "frame" or "iframe" or "embed" or "object" => true,

        // Not a browser, an old one, or one on an address that it does not trust.
        "" => Accepts(request.Headers.Accept, "*/*"),

        // What a script fetches says */* unless it is told otherwise.
        "empty" => Accepts(request.Headers.Accept, null),
        _ => false,
    };

    /// <summary>Whether HTML is among what is asked for.</summary>
    /// <param name="accept">The values of the header.</param>
    /// <param name="whole">A range that, alone, stands for HTML too; null for none.</param>
    private static bool Accepts(IList<string?> accept, string? whole)
    {
        if (accept.Count == 0)
        {
            return whole is not null;
        }

        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var types))
        {
            return false;
        }

        return types.Any(type => type.Quality is not 0 && type.MediaType.Value is "text/html" or "application/xhtml+xml" or "text/*")
            || (types.Count == 1 && types[0].MediaType.Value == whole);
    }
}
