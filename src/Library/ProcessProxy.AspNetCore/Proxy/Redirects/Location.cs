using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Proxy.Redirects;

/// <summary>Writes where a client is sent. What a request says must never choose the host: <c>//host</c> and <c>/\host</c> would.</summary>
internal static class Location
{
    /// <summary>The address that was asked for, with a slash at the end of its path; null when that would lead to another host.</summary>
    public static string? OfFolder(in RequestTarget target) =>
        target.Path is [_, '/' or '\\', ..] ? null : $"{target.Path}/{target.Query}";

    /// <summary>Where a redirect leads.</summary>
    /// <param name="to">What the configuration says; it takes what follows only when it ends with a slash and has no query or fragment.</param>
    /// <param name="below">What follows in the path, perhaps with a query of its own.</param>
    /// <param name="query">The query, with its question mark, or empty.</param>
    public static string OfRedirect(string to, ReadOnlySpan<char> below, ReadOnlySpan<char> query)
    {
        if (!to.EndsWith('/') || to.AsSpan().ContainsAny('?', '#'))
        {
            return to;
        }

        below = to is "/" ? below.TrimStart(['/', '\\']) : below is ['/', ..] ? below[1..] : below;
        return query.IsEmpty || !below.Contains('?')
            ? string.Concat(to, below, query)
            : string.Concat(to, below, "&", query[1..]);
    }
}
