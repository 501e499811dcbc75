using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Development;

/// <summary>The current development certificate: created once, stored, and replaced before its end.</summary>
internal sealed class DevelopmentCertificates
{
    private readonly string folder;
    private readonly IReadOnlyCollection<string> domains;
    private readonly CertificateFile file;
    private readonly TimeProvider clock;
    private volatile ServerCertificate certificate;

    /// <summary>Loads the stored one, or creates one.</summary>
    public DevelopmentCertificates(string folder, IReadOnlyCollection<string> domains, ILogger log, TimeProvider clock)
    {
        (this.folder, this.domains, this.clock) = (folder, domains, clock);
        file = new CertificateFile(folder, log, clock);
        certificate = new ServerCertificate(file.LoadOrCreate(domains));
    }

    /// <summary>Gets the certificate.</summary>
    public ServerCertificate Certificate => certificate;

    /// <summary>Returns whether it is stored there and covers these domains.</summary>
    public bool DoesFor(string otherFolder, IReadOnlyCollection<string> otherDomains) => folder == otherFolder && otherDomains.All(domains.Contains);

    /// <summary>Replaces it when its end is near.</summary>
    public void Renew()
    {
        if (certificate.NotAfter - DevelopmentCertificate.RenewBefore < clock.GetUtcNow())
        {
            certificate = new ServerCertificate(file.LoadOrCreate(domains));
        }
    }
}
