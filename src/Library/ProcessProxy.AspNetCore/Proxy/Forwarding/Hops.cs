using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Counts how many servers of this kind a request has passed, so that one that goes round comes to an end.</summary>
internal static class Hops
{
    /// <summary>The header they are counted in.</summary>
    public const string Name = "X-ProcessProxy-Hops";

    /// <summary>How many a request may pass.</summary>
    /// <value>8: nobody has more in a row, and one that goes round holds two connections for each.</value>
    public const int Most = 8;

    private static readonly string[] Words = ["1", "2", "3", "4", "5", "6", "7", "8"];

    /// <summary>How many it has passed. What is no number of ours counts as none: it is the client's own request that would go round.</summary>
    public static int Of(IHeaderDictionary headers) => headers.TryGetValue(Name, out var value) && value is [{ Length: 1 } word] && word[0] is >= '1' and <= '8' ? word[0] - '0' : 0;

    /// <summary>Counts this one.</summary>
    /// <param name="before">How many it has passed.</param>
    /// <param name="headers">What the backend is told.</param>
    public static void Count(int before, HttpRequestHeaders headers)
    {
        headers.Remove(Name);
        headers.TryAddWithoutValidation(Name, Words[before]);
    }
}
