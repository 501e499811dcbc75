using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Proxy.Redirects;

/// <summary>Creates the target of a redirect. A request must never choose the host, as <c>//host</c> and <c>/\host</c> would.</summary>
internal static class Location
{
    /// <summary>Returns the requested address with a slash at the end of its path, or null if that would lead to another host.</summary>
    public static string? OfFolder(in RequestTarget target) =>
        target.Path is [_, '/' or '\\', ..] ? null : $"{target.Path}/{target.Query}";

    /// <summary>Returns the target of a redirect.</summary>
    /// <param name="to">The configured destination; the rest is appended only if it ends with a slash and has no query or fragment.</param>
    /// <param name="below">The rest of the path, possibly with its own query.</param>
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
