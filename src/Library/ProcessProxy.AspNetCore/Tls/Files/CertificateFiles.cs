using System.Security.Cryptography;
using System.Text;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tls.Files;

/// <summary>The contents of the files of one certificate at one moment.</summary>
/// <param name="Spec">The files.</param>
/// <param name="Certificate">The PEM or PKCS#12 file.</param>
/// <param name="Key">The PEM file with the key.</param>
/// <param name="Password">The first line of the password file.</param>
internal sealed record CertificateFiles(CertificateSpec Spec, byte[] Certificate, byte[]? Key, string? Password)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read; the message names it.</exception>
    public static CertificateFiles Read(CertificateSpec spec) => new(
        spec,
        SensibleFile.Read(spec.PfxFile ?? spec.CertFile!),
        spec.KeyFile is null ? null : SensibleFile.Read(spec.KeyFile),
        spec.PasswordFile is null ? null : FirstLine(SensibleFile.Read(spec.PasswordFile)));

    /// <summary>Returns a digest of the contents.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { Certificate, Key ?? [], Encoding.UTF8.GetBytes(Password ?? "") })
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Creates a certificate from the files.</summary>
    /// <exception cref="CryptographicException">They are invalid.</exception>
    public ServerCertificate Load()
    {
        if (Spec.PfxFile is not null)
        {
            return ServerCertificate.FromPkcs12(Certificate, Password);
        }

        var certificates = Encoding.UTF8.GetString(Certificate);
        return ServerCertificate.FromPem(certificates, Key is null ? certificates : Encoding.UTF8.GetString(Key), Password);
    }

    /// <summary>Returns the files, for a message.</summary>
    public static string NamesOf(CertificateSpec spec) => string.Join(
        " with ", new[] { spec.PfxFile ?? spec.CertFile, spec.KeyFile, spec.PasswordFile }.OfType<string>().Select(path => $"'{path}'"));

    private static string FirstLine(byte[] content) => Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split('\n')[0].TrimEnd('\r');
}
