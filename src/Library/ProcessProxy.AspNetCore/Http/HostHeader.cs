using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>The host in a request, as it was sent.</summary>
/// <remarks><c>HttpRequest.Host</c> decodes international names, which no header can contain, and fails on an invalid one.</remarks>
internal static class HostHeader
{
    /// <summary>Returns the value of <c>Host</c> or <c>:authority</c>, or empty.</summary>
    public static string Of(HttpRequest request) => request.Headers.Host.ToString();
}
