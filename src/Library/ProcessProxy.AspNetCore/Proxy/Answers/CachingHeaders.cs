using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>Tells which headers let an answer be kept by browsers and caches.</summary>
internal static class CachingHeaders
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.CacheControl, HeaderNames.Expires, HeaderNames.Pragma, "CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires");

    /// <summary>Whether a header, or taking it away, lets an answer be kept that would not be.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; empty takes the header away.</param>
    public static bool LetKeep(string name, string value) =>
        Names.Contains(name)
        && !value.Contains("no-store", StringComparison.OrdinalIgnoreCase)
        && !value.Contains("no-cache", StringComparison.OrdinalIgnoreCase)
        && value is not ("0" or "-1");
}
