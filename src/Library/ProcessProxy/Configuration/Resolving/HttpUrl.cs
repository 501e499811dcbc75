using System.Diagnostics.CodeAnalysis;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Defines a full URL.</summary>
internal static class HttpUrl
{
    /// <summary>Reads an absolute http or https URL with a host and a valid port, without user or password.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && text.StartsWith($"{url.Scheme}://", StringComparison.OrdinalIgnoreCase)
        && url.Host.Length > 0
        && url.Port > 0
        && url.UserInfo.Length == 0;
}
