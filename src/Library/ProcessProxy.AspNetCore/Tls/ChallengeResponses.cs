using System.Collections.Concurrent;
using System.Net.Security;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>The current responses to challenges of authorities. Usually empty.</summary>
internal sealed class ChallengeResponses(TimeProvider clock) : IChallengeResponder
{
    private static readonly List<SslApplicationProtocol> Protocols = [new(ChallengeCertificate.Protocol)];

    private readonly ConcurrentDictionary<string, Challenge> pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Shown> certificates = new(StringComparer.OrdinalIgnoreCase);
    private int showing;

    /// <summary>Gets whether there are any.</summary>
    public bool Any => Volatile.Read(ref showing) > 0;

    /// <inheritdoc/>
    public IDisposable Show(Challenge challenge)
    {
        if (challenge.Kind == ChallengeKind.Http)
        {
            pages[challenge.Token] = challenge;
        }
        else
        {
            // Not disposed afterwards: a handshake may still be using it. Its handles are released with the last one.
            var certificate = ChallengeCertificate.Create(challenge.Domain, challenge.KeyAuthorization, clock.GetUtcNow());
            certificates[challenge.Domain] = new(challenge, ServerCertificate.OptionsFor(certificate, null, Protocols));
        }

        Interlocked.Increment(ref showing);
        return new Showing(this, challenge);
    }

    /// <summary>Returns the page of a token, or null.</summary>
    public string? Page(string token) => pages.TryGetValue(token, out var challenge) ? challenge.KeyAuthorization : null;

    /// <summary>Returns the certificate for an authority that checks over TLS, or null.</summary>
    public SslServerAuthenticationOptions? Certificate(string domain) => certificates.TryGetValue(domain, out var shown) ? shown.Options : null;

    private void Hide(Challenge challenge)
    {
        pages.TryRemove(new(challenge.Token, challenge));
        if (certificates.TryGetValue(challenge.Domain, out var shown) && shown.Challenge == challenge)
        {
            certificates.TryRemove(new(challenge.Domain, shown));
        }

        Interlocked.Decrement(ref showing);
    }

    private sealed record Shown(Challenge Challenge, SslServerAuthenticationOptions Options);

    private sealed class Showing(ChallengeResponses owner, Challenge challenge) : IDisposable
    {
        private int hidden;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref hidden, 1) == 0)
            {
                owner.Hide(challenge);
            }
        }
    }
}
