using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>Which of two forms of an answer a caller would rather have.</summary>
internal static class Preference
{
    /// <summary>
    /// Whether plain text is what the caller asks for: text/plain is named and nothing else we can give is liked better or,
    /// liked as much, named before it.
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
