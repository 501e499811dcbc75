using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Counts how many servers of this kind a request has passed, to end loops.</summary>
internal static class Hops
{
    /// <summary>The header with the count.</summary>
    public const string Name = "X-ProcessProxy-Hops";

    /// <summary>The maximum number of hops.</summary>
    /// <value>8: nobody has more in a row, and a loop uses two connections for each.</value>
    public const int Most = 8;

    private static readonly string[] Words = ["1", "2", "3", "4", "5", "6", "7", "8"];

    /// <summary>Returns how many it has passed. An invalid number counts as none: only the client's own request would loop.</summary>
    public static int Of(IHeaderDictionary headers) => headers.TryGetValue(Name, out var value) && value is [{ Length: 1 } word] && word[0] is >= '1' and <= '8' ? word[0] - '0' : 0;

    /// <summary>Counts this server.</summary>
    /// <param name="before">How many it has passed.</param>
    /// <param name="headers">The headers for the backend.</param>
    public static void Count(int before, HttpRequestHeaders headers)
    {
        headers.Remove(Name);
        headers.TryAddWithoutValidation(Name, Words[before]);
    }
}
