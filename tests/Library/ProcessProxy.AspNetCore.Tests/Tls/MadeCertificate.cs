using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>A certificate made for a test, as the files that hold it.</summary>
internal sealed record MadeCertificate(string Pem, string Key, byte[] Pfx, string Thumbprint)
{
    public const string Password = "a password";

    public IssuedCertificate Issued => new(Key, Pem);

    public static MadeCertificate For(DateTimeOffset from, DateTimeOffset to, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        Array.ForEach(names, alternatives.AddDnsName);
        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.CreateSelfSigned(from, to);
        return new(
            certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), certificate.Export(X509ContentType.Pkcs12, Password), certificate.Thumbprint);
    }

    /// <summary>One that lives 90 days from <paramref name="now"/> on.</summary>
    public static MadeCertificate For(DateTimeOffset now, params string[] names) => For(now, now.AddDays(90), names);

    public ServerCertificate Load() => ServerCertificate.FromPem(Pem, Key);
}
