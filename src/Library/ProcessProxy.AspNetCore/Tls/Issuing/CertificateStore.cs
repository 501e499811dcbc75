using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>The certificates of one authority, a file for each domain: the key and the chain together, so that they are never separated.</summary>
internal sealed class CertificateStore(string folder, ILogger log)
{
    /// <summary>Returns the folder of an authority. Each authority has its own: accounts and certificates of others are of no use to it.</summary>
    public static string FolderOf(string storage, Uri directory)
    {
        var name = $"{directory.Authority}{directory.AbsolutePath}".Trim('/');
        return Path.Combine(storage, string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_')));
    }

    /// <summary>Returns the last valid certificate for a domain, even if expired, or null.</summary>
    public ServerCertificate? Load(string domain)
    {
        var path = PathOf(domain);
        try
        {
            var pem = Encoding.ASCII.GetString(SensibleFile.Read(path));
            return Checked(ServerCertificate.FromPem(pem, pem), domain);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Log.StoredDamaged(log, path, e.Message);
            return null;
        }
    }

    /// <summary>Checks an issued certificate, and only then replaces the previous one.</summary>
    /// <exception cref="CryptographicException">It is not what was requested; the previous one is kept.</exception>
    public ServerCertificate Store(string domain, IssuedCertificate issued, DateTimeOffset now)
    {
        var certificate = Checked(ServerCertificate.FromPem(issued.ChainPem, issued.KeyPem), domain);
        if (certificate.NotAfter <= now)
        {
            throw new CryptographicException($"It expired at {certificate.NotAfter:u}.");
        }

        try
        {
            OwnerOnlyFile.Write(PathOf(domain), Encoding.ASCII.GetBytes($"{issued.KeyPem.Trim()}\n{issued.ChainPem}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It works until the next start, which must request another one.
            Log.IssuedNotStored(log, domain, e.Message);
        }

        return certificate;
    }

    private static ServerCertificate Checked(ServerCertificate certificate, string domain) =>
        certificate.Covers(domain) ? certificate : throw new CryptographicException($"It is not for {domain}.");

    private string PathOf(string domain) => Path.Combine(folder, $"{domain}.pem");
}
