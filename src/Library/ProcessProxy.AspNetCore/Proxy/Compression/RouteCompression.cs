using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace ProcessProxy.AspNetCore.Proxy.Compression;

/// <summary>
/// Compresses answers by ASP.NET's middleware: text by Brotli or gzip, as the client likes it. Not what is encoded already, a part
/// of something, an event stream or not to be transformed.
/// </summary>
internal sealed class RouteCompression(IServiceProvider services) : ResponseCompressionProvider(services, Options.Create(Settings()))
{
    /// <summary>Puts it in front of what answers.</summary>
    public RequestDelegate For(RequestDelegate next) => new ResponseCompressionMiddleware(next, this).Invoke;

    /// <summary>Decides, when the head is known, and then says in it that these are not the bytes which a strong tag or a range speaks of.</summary>
    public override bool ShouldCompressResponse(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (headers.CacheControl.ToString().Contains("no-transform", StringComparison.OrdinalIgnoreCase) || !base.ShouldCompressResponse(context))
        {
            return false;
        }

        if (GetCompressionProvider(context) is not null)
        {
            headers.AcceptRanges = default;
            if (headers.ETag is [{ } tag] && !tag.StartsWith("W/", StringComparison.Ordinal))
            {
                headers.ETag = "W/" + tag;
            }
        }

        return true;
    }

    private static ResponseCompressionOptions Settings() => new()
    {
        EnableForHttps = true,
        Providers =
        {
            new BrotliCompressionProvider(Options.Create(new BrotliCompressionProviderOptions { Level = CompressionLevel.Fastest })),
            new GzipCompressionProvider(Options.Create(new GzipCompressionProviderOptions { Level = CompressionLevel.Fastest })),
        },
        ExcludedMimeTypes = ["text/event-stream"],
        MimeTypes =
        [
            "text/*",
            "application/javascript",
            "application/json",
            "application/ld+json",
            "application/manifest+json",
            "application/problem+json",
            "application/wasm",
            "application/xml",
            "application/atom+xml",
            "application/rss+xml",
            "application/xhtml+xml",
            "font/otf",
            "font/ttf",
            "image/svg+xml",
        ],
    };
}
