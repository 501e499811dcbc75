namespace ProcessProxy.AspNetCore.Tls.Certificates;

/// <summary>The certificates by name: the exact one, otherwise the wildcard of one label. Immutable.</summary>
internal sealed class CertificateTable
{
    private readonly Dictionary<string, ServerCertificate> exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ServerCertificate> wildcards = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the table; of two certificates for one name, the first wins.</summary>
    public CertificateTable(IEnumerable<(string Domain, ServerCertificate Certificate)> entries)
    {
        foreach (var (domain, certificate) in entries)
        {
            First ??= certificate;
            if (domain.StartsWith("*.", StringComparison.Ordinal))
            {
                wildcards.TryAdd(domain[1..], certificate);
            }
            else
            {
                exact.TryAdd(domain, certificate);
            }
        }
    }

    /// <summary>Gets the first one, for clients without a name, or null.</summary>
    public ServerCertificate? First { get; }

    /// <summary>Returns the certificate for a name, or null.</summary>
    public ServerCertificate? Find(string name)
    {
        if (exact.TryGetValue(name, out var certificate))
        {
            return certificate;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && wildcards.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name.AsSpan(dot), out certificate) ? certificate : null;
    }
}
