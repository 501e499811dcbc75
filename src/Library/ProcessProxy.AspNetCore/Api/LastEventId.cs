using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The ID of the last event that the reader of a stream has seen, which it sends when it reconnects.</summary>
internal static class LastEventId
{
    /// <summary>Returns the ID, or null for a new reader.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers["Last-Event-ID"] is [.., { Length: > 0 } id] ? id : null;
}
