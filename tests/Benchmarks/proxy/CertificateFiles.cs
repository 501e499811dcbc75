using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>The self-signed certificate that every contestant shows.</summary>
/// <param name="Certificate">A PEM file with the certificate.</param>
/// <param name="Key">A PEM file with its key.</param>
/// <param name="Both">A PEM file with both.</param>
internal sealed record CertificateFiles(string Certificate, string Key, string Both)
{
    /// <summary>Makes one for localhost.</summary>
    public static CertificateFiles Write(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var (first, second) = (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
        var files = new CertificateFiles(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"), Path.Combine(folder, "both.pem"));
        File.WriteAllText(files.Certificate, first);
        File.WriteAllText(files.Key, second);
        File.WriteAllText(files.Both, first + second);
        return files;
    }
}
