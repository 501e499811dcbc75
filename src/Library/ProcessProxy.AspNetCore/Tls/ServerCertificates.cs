using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>The certificate in force for new connections. Replaced when domains are added; open connections keep theirs.</summary>
internal sealed class ServerCertificates(CertificateFile file) : IDisposable
{
    // Handshakes that began with an earlier certificate may still be using it; each lives until the proxy ends.
    private readonly List<X509Certificate2> owned = [];
    private volatile SslServerAuthenticationOptions? options;
    private IReadOnlyCollection<string> covered = [];

    /// <summary>Makes sure that the certificate covers <paramref name="domains"/> from here on.</summary>
    public void Cover(IReadOnlyCollection<string> domains)
    {
        if (options is not null && domains.All(covered.Contains))
        {
            return;
        }

        var certificate = file.LoadOrCreate(domains);
        owned.Add(certificate);
        covered = domains;
        options = new SslServerAuthenticationOptions
        {
            // A context is made once: with it TLS sessions can be resumed.
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
    }

    /// <summary>What a new connection is secured with.</summary>
    public SslServerAuthenticationOptions ForConnection() =>
        options ?? throw new InvalidOperationException($"{nameof(Cover)} comes before the first connection.");

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(certificate => certificate.Dispose());
}
