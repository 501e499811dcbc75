using System.Buffers;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>The name of a request, for people who look for it in logs.</summary>
internal static class RequestId
{
    /// <summary>The header it is in.</summary>
    public const string Name = "X-Request-ID";

    /// <summary>How long one may be.</summary>
    /// <value>128 characters.</value>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~:+/=@|#");

    /// <summary>What a trusted proxy calls the request; null when it does not, or by a name that does not look like one.</summary>
    public static string? ToldBy(HttpContext context) =>
        RequestOrigin.IsVouchedFor(context) && context.Request.Headers[Name] is [{ Length: > 0 and <= MaxLength } id]
        && !id.AsSpan().ContainsAnyExcept(Characters)
            ? id
            : null;
}
