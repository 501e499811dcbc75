using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The id of the last event that a reader of a stream has seen, which it names when it comes back.</summary>
internal static class LastEventId
{
    /// <summary>The id, or null for a reader that begins.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers["Last-Event-ID"] is [.., { Length: > 0 } id] ? id : null;
}
