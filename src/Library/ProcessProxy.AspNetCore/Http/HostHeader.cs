using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>The host that a request names, as it was sent.</summary>
/// <remarks><c>HttpRequest.Host</c> decodes international names on the way, which no header can carry, and fails on a broken one.</remarks>
internal static class HostHeader
{
    /// <summary>The value of <c>Host</c> or <c>:authority</c>; empty when there is none.</summary>
    public static string Of(HttpRequest request) => request.Headers.Host.ToString();
}
