namespace ProcessProxy.AspNetCore.Tls.Certificates;

/// <summary>Which domains a set of names is good for, as browsers see it: a wildcard stands for one label.</summary>
internal static class DomainNames
{
    /// <summary>A domain as it stands in a certificate: IPv6 addresses without the brackets of a URL.</summary>
    public static string Plain(string domain) => domain.Trim('[', ']');

    /// <summary>Whether a domain, which may be a wildcard itself, is among the names or under one of their wildcards.</summary>
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
