using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Handles headers that a <c>Connection</c> header names, which apply only to this hop (RFC 9110, 7.6.1).</summary>
internal static class ConnectionHeaders
{
    /// <summary>Removes them, so that they are not copied.</summary>
    /// <remarks>Kestrel reduces a list that contains <c>close</c>, <c>keep-alive</c> or <c>Upgrade</c> to these: other names in it are lost.</remarks>
    public static void Drop(IHeaderDictionary headers)
    {
        var connection = headers.Connection;
        if (connection.Count == 0 || (connection.Count == 1 && IsOption(connection[0])))
        {
            return;
        }

        Drop(headers, connection);
    }

    /// <summary>Removes the headers named in the values of a <c>Connection</c> header.</summary>
    public static void Drop(IHeaderDictionary headers, IEnumerable<string?> connection)
    {
        foreach (var name in connection.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!IsOption(name) && !IsProtected(name))
            {
                headers.Remove(name);
            }
        }
    }

    private static bool IsOption(ReadOnlySpan<char> value) =>
        value.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
        || value.Equals("close", StringComparison.OrdinalIgnoreCase)
        || value.Equals("Upgrade", StringComparison.OrdinalIgnoreCase);

    // The client may not remove framing and routing headers; Yarp still has to read Upgrade and Transfer-Encoding.
    private static bool IsProtected(ReadOnlySpan<char> name) =>
        name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.TE, StringComparison.OrdinalIgnoreCase);
}
