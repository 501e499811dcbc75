using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>Writes a response of the proxy itself: JSON for programs, a page for people.</summary>
internal static class ErrorAnswer
{
    /// <summary>Writes the response, which must not have started.</summary>
    public static async Task WriteAsync(HttpContext context, ProxyError error)
    {
        if (error.Inside is { } inside && RequestOrigin.IsOnThisMachine(context))
        {
            error = error with { Sentence = inside };
        }

        var html = PrefersHtml(context.Request.Headers.Accept);
        var body = html
            ? Encoding.UTF8.GetBytes(ErrorPage.Render(error))
            : JsonSerializer.SerializeToUtf8Bytes(new ApiFailure(false, error.Sentence, error.Code), ApiOutput.Json.ApiFailure);

        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = html ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } after)
        {
            response.Headers.RetryAfter = ((long)after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Returns whether HTML is requested by name, and preferred to JSON.</summary>
    public static bool PrefersHtml(IList<string?> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var types))
        {
            return false;
        }

        double html = 0, json = 0;
        foreach (var type in types)
        {
            var quality = type.Quality ?? 1;
            if (type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            {
                html = Math.Max(html, quality);
            }
            else if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            {
                json = Math.Max(json, quality);
            }
        }

        return html > json;
    }
}
