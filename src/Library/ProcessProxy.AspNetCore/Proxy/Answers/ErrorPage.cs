using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>A small page without other resources.</summary>
internal static class ErrorPage
{
    /// <summary>Renders the page. The sentence may contain anything.</summary>
    public static string Render(ProxyError error)
    {
        var title = $"{error.Status} {ReasonPhrases.GetReasonPhrase(error.Status)}";
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{title}}</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem }
            h1 { font-size: 1.25rem }
            </style>
            </head>
            <body>
            <h1>{{title}}</h1>
            <p>{{HtmlEncoder.Default.Encode(error.Sentence)}}</p>
            </body>
            </html>

            """;
    }
}
