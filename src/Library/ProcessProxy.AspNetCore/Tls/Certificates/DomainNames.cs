namespace ProcessProxy.AspNetCore.Tls.Certificates;

/// <summary>Matches domains with a set of names like browsers do: a wildcard stands for one label.</summary>
internal static class DomainNames
{
    /// <summary>Returns a domain in the form of a certificate: IPv6 addresses without the brackets of a URL.</summary>
    public static string Plain(string domain) => domain.Trim('[', ']');

    /// <summary>Returns whether a domain, which may be a wildcard itself, is among the names or matches one of their wildcards.</summary>
    public static bool Cover(HashSet<string> names, string domain)
    {
        if (names.Contains(domain))
        {
            return true;
        }

        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && names.Contains($"*{domain[dot..]}");
    }
}
