using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Compression;

/// <summary>
/// Compresses answers by ASP.NET's middleware: text by Brotli or gzip, as the client likes it. Not what is encoded already, a part
/// of something, an event stream or not to be transformed.
/// </summary>
internal sealed class RouteCompression(IServiceProvider services) : ResponseCompressionProvider(services, Options.Create(Settings()))
{
    /// <summary>Puts it in front of what answers.</summary>
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

    // What was not sent again is described as when it was (RFC 9110, 15.4.5): chosen by Accept-Encoding, and with the tag that the client has of it.
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
