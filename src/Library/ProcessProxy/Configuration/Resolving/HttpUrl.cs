using System.Diagnostics.CodeAnalysis;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>What counts as a full URL here.</summary>
internal static class HttpUrl
{
    /// <summary>Reads an absolute http or https URL with a host, a port that can be connected to, and no user or password.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && text.StartsWith($"{url.Scheme}://", StringComparison.OrdinalIgnoreCase)
        && url.Host.Length > 0
        && url.Port > 0
        && url.UserInfo.Length == 0;
}
