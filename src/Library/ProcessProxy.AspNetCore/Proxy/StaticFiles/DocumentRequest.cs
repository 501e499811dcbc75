using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>
/// Distinguishes a request for a page from one for a script, an image or data. Only the former gets the entry page of an application: a missing script
/// must be a 404, otherwise the browser runs HTML as a program.
/// </summary>
internal static class DocumentRequest
{
    /// <summary>Returns whether a page is requested.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path as the client sees it.</param>
    public static bool Is(HttpRequest request, string path) => !FileTypes.Provider.IsFileName(path) && request.Headers["Sec-Fetch-Dest"].ToString() switch
    {
        "document" or "frame" or "iframe" or "embed" or "object" => true,

        // Not a browser, an old one, or one on an address that it does not trust.
        "" => Accepts(request.Headers.Accept, "*/*"),

        // Requests of a script accept */* by default.
        "empty" => Accepts(request.Headers.Accept, null),
        _ => false,
    };

    /// <summary>Returns whether HTML is accepted.</summary>
    /// <param name="accept">The values of the header.</param>
    /// <param name="whole">A range that, alone, stands for HTML too, or null.</param>
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
