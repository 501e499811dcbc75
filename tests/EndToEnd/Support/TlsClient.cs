using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>Looks at the certificate that a port of this machine shows for a name.</summary>
internal static class TlsClient
{
    /// <summary>The certificate, or null when the handshake fails.</summary>
    public static async Task<X509Certificate2?> CertificateAsync(int port, string name)
    {
        try
        {
            return await HandshakeAsync(port, new SslClientAuthenticationOptions
            {
                TargetHost = name, RemoteCertificateValidationCallback = (_, _, _, _) => true,
            });
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            return null;
        }
    }

    /// <summary>The certificate, when it is one that a client would take which trusts this root alone.</summary>
    /// <exception cref="AuthenticationException">It is not.</exception>
    public static Task<X509Certificate2> TrustedAsync(int port, string name, X509Certificate2 root)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return HandshakeAsync(port, new SslClientAuthenticationOptions { TargetHost = name, CertificateChainPolicy = policy });
    }

    private static async Task<X509Certificate2> HandshakeAsync(int port, SslClientAuthenticationOptions options)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, cancelled);
        await using var secure = new SslStream(socket.GetStream());
        await secure.AuthenticateAsClientAsync(options, cancelled);
        return X509CertificateLoader.LoadCertificate(secure.RemoteCertificate!.GetRawCertData());
    }
}
