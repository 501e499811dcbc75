using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Tells the backend who sent the request, and prevents clients from doing so.</summary>
internal static class ForwardedHeaders
{
    /// <summary>The header with the part of the path that the backend does not see.</summary>
    public const string PrefixName = "X-Forwarded-Prefix";

    private const string Prefix = "X-Forwarded-";

    /// <summary>
    /// Drops what the client claims and sets <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> from the connection, and <c>-Prefix</c> if the
    /// path of the route was removed. The values of a trusted proxy are kept, and the proxy itself and our prefix are added.
    /// </summary>
    public static void Replace(HttpContext context, HttpRequestHeaders headers)
    {
        var isVouchedFor = RequestOrigin.IsVouchedFor(context);
        while (FindClaim(headers, isVouchedFor) is { } name)
        {
            headers.Remove(name);
        }

        if (context.Connection.RemoteIpAddress is { } address)
        {
            Add(headers, "X-Forwarded-For", address.Plain().ToString());
        }

        if (!isVouchedFor || !headers.NonValidated.Contains("X-Forwarded-Proto"))
        {
            headers.TryAddWithoutValidation("X-Forwarded-Proto", context.Request.Scheme);
        }

        if (ForwardedRequest.Of(context.Features).StrippedPrefix is { } prefix)
        {
            AddPrefix(headers, prefix);
        }

        if ((!isVouchedFor || !headers.NonValidated.Contains("X-Forwarded-Host")) && HostHeader.Of(context.Request) is { Length: > 0 } host)
        {
            headers.TryAddWithoutValidation("X-Forwarded-Host", host);
        }
    }

    // The proxy in front has removed its prefix, and we have removed ours.
    private static void AddPrefix(HttpRequestHeaders headers, string prefix)
    {
        if (headers.NonValidated.TryGetValues(PrefixName, out var before))
        {
            prefix = before.ToString().TrimEnd('/') + prefix;
            headers.Remove(PrefixName);
        }

        headers.TryAddWithoutValidation(PrefixName, prefix);
    }

    // On one line: not every backend reads more than the first.
    private static void Add(HttpRequestHeaders headers, string name, string value)
    {
        if (headers.NonValidated.TryGetValues(name, out var before))
        {
            value = $"{before}, {value}";
            headers.Remove(name);
        }

        headers.TryAddWithoutValidation(name, value);
    }

    // NonValidated enumerates without allocating; nothing can be removed during this, so each claim requires its own pass.
    // A trusted proxy uses hyphens: it may have passed on a name with underscores unread.
    private static string? FindClaim(HttpRequestHeaders headers, bool disguisedOnly)
    {
        foreach (var (name, _) in headers.NonValidated)
        {
            if (IsClaim(name) && (!disguisedOnly || name.Contains('_')))
            {
                return name;
            }
        }

        return null;
    }

    private static bool IsClaim(string name) => name.Length switch
    {
        9 when name[0] is 'X' or 'x' => SameName(name, "X-Real-IP"),
        9 => name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase),
        > 12 => SameName(name.AsSpan(0, Prefix.Length), Prefix),
        _ => false,
    };

    // CGI and WSGI backends cannot distinguish an underscore from a hyphen.
    private static bool SameName(ReadOnlySpan<char> name, ReadOnlySpan<char> expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var c = name[i] == '_' ? '-' : name[i];
            if (char.ToLowerInvariant(c) != char.ToLowerInvariant(expected[i]))
            {
                return false;
            }
        }

        return true;
    }
}
