using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.AspNetCore.Tls.Certificates;

/// <summary>A certificate with its key and chain, ready to be shown. What TLS makes of it is made once, not for each connection.</summary>
/// <remarks>Not disposed when another takes its place: handshakes that began with it may go on. Its handles go with the last of them.</remarks>
internal sealed class ServerCertificate
{
    private static readonly List<SslApplicationProtocol> HttpProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly HashSet<string> names;

    /// <summary>Takes over a certificate.</summary>
    /// <param name="certificate">With its key.</param>
    /// <param name="chain">The certificates that lead to a root, in any order.</param>
    public ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection? chain = null)
    {
        certificate = UsableKey(certificate);
        Thumbprint = certificate.Thumbprint;
        NotBefore = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        names = NamesOf(certificate);
        Options = OptionsFor(certificate, chain, HttpProtocols);
    }

    /// <summary>What a new connection is secured with.</summary>
    public SslServerAuthenticationOptions Options { get; }

    /// <summary>What tells it from others.</summary>
    public string Thumbprint { get; }

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Whether it is for a domain, which may be a wildcard itself. Its own wildcards stand for one label.</summary>
    public bool Covers(string domain) => DomainNames.Cover(names, domain);

    /// <summary>Reads a certificate, its chain and its key from PEM texts.</summary>
    /// <exception cref="CryptographicException">They are none, or the key is another certificate's.</exception>
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
            // The way the base library says that a key belongs to another certificate.
            throw new CryptographicException(mismatch.Message, mismatch);
        }
    }

    /// <summary>Reads a certificate, its chain and its key from a PKCS#12 file.</summary>
    /// <exception cref="CryptographicException">It is none, has another password, or holds no key.</exception>
    public static ServerCertificate FromPkcs12(ReadOnlySpan<byte> file, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(file, password);
        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException("No certificate in it has a key.");
        all.Remove(leaf);
        return new ServerCertificate(leaf, all);
    }

    /// <summary>What TLS needs to show a certificate: versions 1.2 and 1.3 only.</summary>
    public static SslServerAuthenticationOptions OptionsFor(
        X509Certificate2 certificate, X509Certificate2Collection? chain, List<SslApplicationProtocol> protocols) => new()
        {
            // A context is made once: with it TLS sessions can be resumed.
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

        // There TLS takes no key that is in memory only.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
