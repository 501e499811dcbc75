using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.AspNetCore.Tls.Certificates;

/// <summary>A certificate with its key and chain, ready for use. The TLS context is created once, not for each connection.</summary>
/// <remarks>Not disposed when it is replaced: handshakes that began with it may continue. Its handles are released with the last of them.</remarks>
internal sealed class ServerCertificate
{
    private static readonly List<SslApplicationProtocol> HttpProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly HashSet<string> names;

    /// <summary>Takes ownership of a certificate.</summary>
    /// <param name="certificate">The certificate with its key.</param>
    /// <param name="chain">The certificates up to a root, in any order.</param>
    public ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection? chain = null)
    {
        certificate = UsableKey(certificate);
        Thumbprint = certificate.Thumbprint;
        NotBefore = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        names = NamesOf(certificate);
        Options = OptionsFor(certificate, chain, HttpProtocols);
    }

    /// <summary>Gets the context for new connections.</summary>
    public SslServerAuthenticationOptions Options { get; }

    /// <summary>Gets its identity.</summary>
    public string Thumbprint { get; }

    /// <summary>Gets from when it is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Gets until when it is valid.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Returns whether it covers a domain, which may be a wildcard itself. Its own wildcards stand for one label.</summary>
    public bool Covers(string domain) => DomainNames.Cover(names, domain);

    /// <summary>Reads a certificate, its chain and its key from PEM texts.</summary>
    /// <exception cref="CryptographicException">They are invalid, or the key belongs to another certificate.</exception>
    public static ServerCertificate FromPem(string certificates, string key, string? password = null)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificates);
            var leaf = password is null
                ? X509Certificate2.CreateFromPem(certificates, key)
                : X509Certificate2.CreateFromEncryptedPem(certificates, key, password);
            chain.RemoveAt(0);
            return new ServerCertificate(leaf, chain);
        }
        catch (ArgumentException mismatch)
        {
            // This is how the base library reports that a key belongs to another certificate.
            throw new CryptographicException(mismatch.Message, mismatch);
        }
    }

    /// <summary>Reads a certificate, its chain and its key from a PKCS#12 file.</summary>
    /// <exception cref="CryptographicException">It is invalid, has another password, or contains no key.</exception>
    public static ServerCertificate FromPkcs12(ReadOnlySpan<byte> file, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(file, password);
        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException("No certificate in it has a key.");
        all.Remove(leaf);
        return new ServerCertificate(leaf, all);
    }

    /// <summary>Creates the TLS context of a certificate: versions 1.2 and 1.3 only.</summary>
    public static SslServerAuthenticationOptions OptionsFor(
        X509Certificate2 certificate, X509Certificate2Collection? chain, List<SslApplicationProtocol> protocols) => new()
        {
            // A context is created once, so that TLS sessions can be resumed.
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = protocols,
        };

    private static HashSet<string> NamesOf(X509Certificate2 certificate)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.UnionWith(extension.EnumerateDnsNames());
            names.UnionWith(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        return names;
    }

    private static X509Certificate2 UsableKey(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // There, TLS does not accept a key that is only in memory.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
