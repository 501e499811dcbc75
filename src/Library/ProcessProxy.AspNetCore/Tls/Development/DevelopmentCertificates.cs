using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Development;

/// <summary>The development certificate in force: made once, kept, made again before its end.</summary>
internal sealed class DevelopmentCertificates
{
    private readonly string folder;
    private readonly IReadOnlyCollection<string> domains;
    private readonly CertificateFile file;
    private readonly TimeProvider clock;
    private volatile ServerCertificate certificate;

    /// <summary>Takes the one that was kept, or makes one.</summary>
    public DevelopmentCertificates(string folder, IReadOnlyCollection<string> domains, ILogger log, TimeProvider clock)
    {
        (this.folder, this.domains, this.clock) = (folder, domains, clock);
        file = new CertificateFile(folder, log, clock);
        certificate = new ServerCertificate(file.LoadOrCreate(domains));
    }

    /// <summary>The certificate.</summary>
    public ServerCertificate Certificate => certificate;

    /// <summary>Whether it is kept there and covers these domains.</summary>
    public bool DoesFor(string otherFolder, IReadOnlyCollection<string> otherDomains) => folder == otherFolder && otherDomains.All(domains.Contains);

    /// <summary>Makes another one when its end is near.</summary>
    public void Renew()
    {
        if (certificate.NotAfter - DevelopmentCertificate.RenewBefore < clock.GetUtcNow())
        {
            certificate = new ServerCertificate(file.LoadOrCreate(domains));
        }
    }
}
