using System.Buffers;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>The ID of a request, to find it in logs.</summary>
internal static class RequestId
{
    /// <summary>The header with the ID.</summary>
    public const string Name = "X-Request-ID";

    /// <summary>The length limit of an ID.</summary>
    /// <value>128 characters.</value>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~:+/=@|#");

    /// <summary>Returns the ID from a trusted proxy, or null if there is none or it is invalid.</summary>
    public static string? ToldBy(HttpContext context) =>
        RequestOrigin.IsVouchedFor(context) && context.Request.Headers[Name] is [{ Length: > 0 and <= MaxLength } id]
        && !id.AsSpan().ContainsAnyExcept(Characters)
            ? id
            : null;
}
