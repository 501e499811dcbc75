using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>Recognizes headers that let browsers and caches keep a response.</summary>
internal static class CachingHeaders
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.CacheControl, HeaderNames.Expires, HeaderNames.Pragma, "CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires");

    /// <summary>Returns whether a header, or its removal, lets a response be kept that otherwise would not be.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; empty to remove the header.</param>
    public static bool LetKeep(string name, string value) =>
        Names.Contains(name)
        && !value.Contains("no-store", StringComparison.OrdinalIgnoreCase)
        && !value.Contains("no-cache", StringComparison.OrdinalIgnoreCase)
        && value is not ("0" or "-1");
}
