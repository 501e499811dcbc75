using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.AspNetCore.Tls.Development;

/// <summary>Creates and checks self-signed certificates for development.</summary>
internal static class DevelopmentCertificate
{
    /// <summary>The validity of a new one.</summary>
    /// <value>397 days: browsers refuse more than 398.</value>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);

    /// <summary>The time before its end when a certificate is replaced.</summary>
    /// <value>30 days.</value>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    // A client whose clock is slightly slow must not find it "not yet valid".
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Creates one for <paramref name="names"/>, <c>localhost</c> and the loopback addresses.</summary>
    /// <returns>The certificate with its key, as a PKCS#12 file without a password.</returns>
    public static byte[] Create(IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ProcessProxy development", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        using var certificate = request.CreateSelfSigned(now - ClockTolerance, now + Lifetime);
        return certificate.Export(X509ContentType.Pkcs12);
    }

    /// <summary>Returns whether a certificate has a key, covers all <paramref name="names"/> and is not near its end.</summary>
    public static bool IsGoodFor(X509Certificate2 certificate, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        if (!certificate.HasPrivateKey
            || certificate.NotBefore.ToUniversalTime() > now.UtcDateTime
            || certificate.NotAfter.ToUniversalTime() < (now + RenewBefore).UtcDateTime)
        {
            return false;
        }

        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (alternatives is null)
        {
            return false;
        }

        var dnsNames = alternatives.EnumerateDnsNames().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var addresses = alternatives.EnumerateIPAddresses().ToHashSet();
        return names.All(name => IPAddress.TryParse(name, out var address) ? addresses.Contains(address) : dnsNames.Contains(name));
    }

    private static X509Extension AlternativeNames(IReadOnlyCollection<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        builder.AddDnsName("localhost");
        builder.AddIpAddress(IPAddress.Loopback);
        builder.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (var name in names.Where(name => name is not ("localhost" or "127.0.0.1" or "::1")))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }
}
