using System.Globalization;
using Microsoft.Net.Http.Headers;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>Formats <c>Strict-Transport-Security</c> (RFC 6797).</summary>
internal static class HstsHeader
{
    /// <summary>Returns the header.</summary>
    public static KeyValuePair<string, string> Of(HstsSpec spec) => new(
        HeaderNames.StrictTransportSecurity,
        string.Create(CultureInfo.InvariantCulture, $"max-age={(long)spec.MaxAge.TotalSeconds}")
            + (spec.IncludeSubDomains ? "; includeSubDomains" : "")
            + (spec.Preload ? "; preload" : ""));
}
