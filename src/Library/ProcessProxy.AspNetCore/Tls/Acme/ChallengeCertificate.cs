using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>The certificate that responds to a challenge of the kind tls-alpn-01 (RFC 8737, 3).</summary>
internal static class ChallengeCertificate
{
    /// <summary>The application protocol that only authorities request.</summary>
    public const string Protocol = "acme-tls/1";

    /// <summary>The extension with the response.</summary>
    public const string IdentifierExtension = "1.3.6.1.5.5.7.1.31";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Creates a certificate with its key. The caller owns it.</summary>
    public static X509Certificate2 Create(string domain, string keyAuthorization, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ACME challenge", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        request.CertificateExtensions.Add(names.Build());
        var digest = new AsnWriter(AsnEncodingRules.DER);
        digest.WriteOctetString(SHA256.HashData(Encoding.ASCII.GetBytes(keyAuthorization)));
        request.CertificateExtensions.Add(new X509Extension(IdentifierExtension, digest.Encode(), critical: true));
        return request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
    }
}
