using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>An authority that uses ACME, and our account there: one for all domains, created when it is first needed.</summary>
internal sealed class AcmeAuthority(AcmeSpec spec, AccountStore store, IChallengeResponder responder, TimeProvider clock) : IAuthority, IDisposable
{
    private readonly SemaphoreSlim signingIn = new(1, 1);
    private readonly Lock preparing = new();
    private HttpClient? http;
    private AcmeTransport? transport;
    private AccountKey? key;
    private volatile StoredAccount? account;

    /// <inheritdoc/>
    public string Name => spec.Directory.Authority;

    /// <inheritdoc/>
    public async Task<IssuedCertificate> IssueAsync(string domain, ChallengeKind kind, CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            var used = account?.Url;
            try
            {
                var session = await SignInAsync(cancellationToken).ConfigureAwait(false);
                used = session.Account;
                return await new CertificateOrder(session, responder, clock).IssueAsync(domain, kind, cancellationToken).ConfigureAwait(false);
            }
            catch (AcmeException unknown) when (unknown.Failure == AcmeFailure.UnknownAccount && !again)
            {
                await ForgetAccountAsync(used, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http?.Dispose();
        key?.Dispose();
        signingIn.Dispose();
    }

    private async Task<AcmeSession> SignInAsync(CancellationToken cancellationToken)
    {
        Prepare();
        var session = await AcmeSession.OpenAsync(transport!, spec.Directory, key!, cancellationToken).ConfigureAwait(false);
        await signingIn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (account!.Url is null)
            {
                await session.RegisterAsync(spec.Email, cancellationToken).ConfigureAwait(false);
                Keep(account with { Url = session.Account, Email = spec.Email });
                return session;
            }

            session.Account = account.Url;
            if (account.Email != spec.Email)
            {
                await session.ChangeContactAsync(spec.Email, cancellationToken).ConfigureAwait(false);
                Keep(account with { Email = spec.Email });
            }

            return session;
        }
        finally
        {
            signingIn.Release();
        }
    }

    private void Prepare()
    {
        lock (preparing)
        {
            transport ??= new AcmeTransport(http ??= AcmeHttp.Create(spec.Directory, Roots()), clock);
            account ??= store.Load() ?? NewAccount();
            key ??= AccountKey.FromPem(account.Key);
        }
    }

    /// <summary>Creates an account, which is stored before it is registered: whatever happens then, it is found again by its key.</summary>
    private StoredAccount NewAccount()
    {
        using var made = AccountKey.Create();
        var stored = new StoredAccount(made.ToPem(), null, null);
        store.Save(stored);
        return stored;
    }

    private void Keep(StoredAccount changed)
    {
        account = changed;
        store.Save(changed);
    }

    /// <summary>Registers again the next time, unless this has been done in the meantime.</summary>
    private async Task ForgetAccountAsync(Uri? used, CancellationToken cancellationToken)
    {
        await signingIn.WaitAsync(cancellationToken).ConfigureAwait(false);
        account = account!.Url == used ? account with { Url = null } : account;
        signingIn.Release();
    }

    private X509Certificate2Collection? Roots()
    {
        if (spec.CaFile is null)
        {
            return null;
        }

        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPem(Encoding.UTF8.GetString(SensibleFile.Read(spec.CaFile)));
            return roots.Count > 0 ? roots : throw new CryptographicException("There is no certificate in it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new AcmeException(AcmeFailure.Unreachable, $"The 'caFile' '{spec.CaFile}' cannot be used: {e.Message}", null, e);
        }
    }
}
