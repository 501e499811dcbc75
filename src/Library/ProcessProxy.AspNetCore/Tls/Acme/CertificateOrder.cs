using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>An issued certificate.</summary>
/// <param name="KeyPem">The key, in PEM form.</param>
/// <param name="ChainPem">The certificate and the chain to a root, in PEM form.</param>
internal sealed record IssuedCertificate(string KeyPem, string ChainPem);

/// <summary>Obtains one certificate: order, proof, request, certificate (RFC 8555, 7.4).</summary>
internal sealed class CertificateOrder(AcmeSession session, IChallengeResponder responder, TimeProvider clock)
{
    /// <summary>The time limit of one order.</summary>
    /// <value>5 minutes: an authority checks from several places and may check again.</value>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Obtains a certificate for a domain, with a new key.</summary>
    /// <exception cref="AcmeException">It was refused, or not issued within <see cref="TimeLimit"/>.</exception>
    public async Task<IssuedCertificate> IssueAsync(string domain, ChallengeKind kind, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await RunAsync(domain, kind, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AcmeException(AcmeFailure.Unreachable, $"The authority did not finish within {TimeLimit.TotalMinutes:0} minutes.");
        }
    }

    private async Task<IssuedCertificate> RunAsync(string domain, ChallengeKind kind, CancellationToken cancellationToken)
    {
        var request = new OrderRequest([new Identifier("dns", domain)]);
        var made = await session.PostAsync(session.NewOrder, request, AcmeJson.Default.OrderRequest, cancellationToken).ConfigureAwait(false);
        var url = made.Location ?? throw new AcmeException(AcmeFailure.Unreachable, $"{made.Url} did not return the URL of the order.");
        var order = made.Read(AcmeJson.Default.OrderMessage);
        foreach (var authorization in order.Authorizations ?? [])
        {
            await AuthorizeAsync(authorization, domain, kind, cancellationToken).ConfigureAwait(false);
        }

        order = await PollOrderAsync(url, "ready", cancellationToken).ConfigureAwait(false);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var finalize = new FinalizeRequest(Base64Url.EncodeToString(SigningRequest(domain, key)));
        await session.PostAsync(Required(order.Finalize, url), finalize, AcmeJson.Default.FinalizeRequest, cancellationToken).ConfigureAwait(false);
        order = await PollOrderAsync(url, "valid", cancellationToken).ConfigureAwait(false);
        var chain = await session.ReadAsync(Required(order.Certificate, url), cancellationToken).ConfigureAwait(false);
        return new IssuedCertificate(key.ExportPkcs8PrivateKeyPem(), Encoding.ASCII.GetString(chain.Body));
    }

    private async Task AuthorizeAsync(Uri url, string domain, ChallengeKind kind, CancellationToken cancellationToken)
    {
        var answer = await session.ReadAsync(url, cancellationToken).ConfigureAwait(false);
        var authorization = answer.Read(AcmeJson.Default.AuthorizationMessage);
        if (authorization.Status == "valid")
        {
            return; // Proven earlier; authorities remember this for some weeks.
        }

        var offered = (authorization.Challenges ?? []).FirstOrDefault(challenge => challenge.Type == Challenge.TypeOf(kind));
        if (offered is not { Url: not null, Token: { Length: > 0 } token })
        {
            throw new AcmeException(AcmeFailure.Challenge, $"The authority does not offer {Challenge.TypeOf(kind)} for {domain}.");
        }

        using var shown = responder.Show(new Challenge(kind, domain, token, session.Key.KeyAuthorization(token)));
        await session.AcceptAsync(offered.Url, cancellationToken).ConfigureAwait(false);
        authorization = await PollAsync(
            url, message => message.Read(AcmeJson.Default.AuthorizationMessage), current => current.Status != "pending", cancellationToken).ConfigureAwait(false);
        if (authorization.Status != "valid")
        {
            var problem = (authorization.Challenges ?? []).Select(challenge => challenge.Error).FirstOrDefault(error => error is not null);
            throw new AcmeException(
                AcmeFailure.Challenge, $"{Challenge.TypeOf(kind)}: {(problem is null ? $"the proof is {authorization.Status}" : AcmeProblems.Words(problem))}");
        }
    }

    private async Task<OrderMessage> PollOrderAsync(Uri url, string wanted, CancellationToken cancellationToken)
    {
        var order = await PollAsync(
            url, message => message.Read(AcmeJson.Default.OrderMessage), current => current.Status == wanted || current.Status is "valid" or "invalid",
            cancellationToken).ConfigureAwait(false);
        return order.Status == wanted
            ? order
            : throw new AcmeException(
                AcmeFailure.Refused, $"The order is {order.Status}{(order.Error is { } error ? $": {AcmeProblems.Words(error)}" : ".")}");
    }

    private async Task<T> PollAsync<T>(Uri url, Func<AcmeAnswer, T> read, Func<T, bool> settled, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = Least(pause * 2, LongestPause))
        {
            var answer = await session.ReadAsync(url, cancellationToken).ConfigureAwait(false);
            var current = read(answer);
            if (settled(current))
            {
                return current;
            }

            await Task.Delay(Least(answer.RetryAfter ?? pause, TimeLimit), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static byte[] SigningRequest(string domain, ECDsa key)
    {
        // The names are in the extension; a subject is not needed, and too short for long names.
        var request = new CertificateRequest("", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }

    private static Uri Required(Uri? url, Uri order) =>
        url ?? throw new AcmeException(AcmeFailure.Unreachable, $"The order {order} does not contain the URL of the next step.");

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
