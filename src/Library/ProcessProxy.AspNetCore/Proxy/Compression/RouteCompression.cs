using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Compression;

/// <summary>
/// Compresses responses with ASP.NET Core's middleware: text with Brotli or gzip, as the client prefers. Excludes responses that are already encoded,
/// partial, event streams, or must not be transformed.
/// </summary>
internal sealed class RouteCompression(IServiceProvider services) : ResponseCompressionProvider(services, Options.Create(Settings()))
{
    /// <summary>Wraps the next handler.</summary>
    public RequestDelegate For(RequestDelegate next)
    {
        var compress = new ResponseCompressionMiddleware(next, this);
        return context =>
        {
            var headers = context.Request.Headers;
            if (headers.IfNoneMatch.Count > 0 || headers.IfModifiedSince.Count > 0)
            {
                var tags = headers.IfNoneMatch;
                context.Response.OnStarting(() => DescribeUnchanged(context.Response, tags));
            }

            return compress.Invoke(context);
        };
    }

    /// <summary>Decides when the head is known, and then removes a strong ETag and ranges, which would describe other bytes.</summary>
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

    // A 304 has the same headers as the original response (RFC 9110, 15.4.5): Vary with Accept-Encoding, and the ETag that the client has.
    private static Task DescribeUnchanged(HttpResponse response, StringValues tags)
    {
        if (response.StatusCode == StatusCodes.Status304NotModified)
        {
            var headers = response.Headers;
            if (!headers.Vary.Any(names => names!.Contains(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase)))
            {
                headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
            }

            if (headers.ETag is [['"', ..] tag] && tags.Any(known => known!.Contains("W/" + tag, StringComparison.Ordinal)))
            {
                headers.ETag = "W/" + tag;
            }
        }

        return Task.CompletedTask;
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
