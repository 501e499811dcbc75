using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>Decides which of two formats of a response the caller prefers.</summary>
internal static class Preference
{
    /// <summary>
    /// Returns whether the caller asks for plain text: text/plain is named and no other available format is ranked higher or,
    /// with the same rank, named before it.
    /// </summary>
    public static bool IsPlainText(HttpRequest request)
    {
        double text = 0, other = 0;
        var textFirst = false;
        foreach (var accepted in request.GetTypedHeaders().Accept)
        {
            var quality = accepted.Quality ?? 1;
            if (accepted.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
            {
                text = Math.Max(text, quality);
                textFirst |= other == 0;
            }
            else if (accepted.MediaType.Value is "*/*" or "application/json" or "application/*" or ApiOutput.EventsType)
            {
                other = Math.Max(other, quality);
            }
        }

        return text > other || (text > 0 && text == other && textFirst);
    }
}
