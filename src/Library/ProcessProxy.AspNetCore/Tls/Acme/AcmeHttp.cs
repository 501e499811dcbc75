using System.Reflection;
using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>Creates HTTP clients for authorities.</summary>
internal static class AcmeHttp
{
    private const int LongestAnswer = 256 * 1024;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Creates a client.</summary>
    /// <param name="directory">The URL of the authority's directory.</param>
    /// <param name="roots">The roots for the authority's own certificate; null for those of the system.</param>
    public static HttpClient Create(Uri directory, X509Certificate2Collection? roots)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !directory.IsLoopback,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        if (roots is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(roots);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        // AcmeTransport, which has the clock, limits the time of a call.
        var client = new HttpClient(handler) { MaxResponseContentBufferSize = LongestAnswer, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"ProcessProxy/{Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return client;
    }
}
