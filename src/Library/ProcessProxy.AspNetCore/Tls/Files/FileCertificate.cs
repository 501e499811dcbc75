using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tls.Files;

/// <summary>A certificate from files: the last valid one, whatever happens to the files.</summary>
internal sealed class FileCertificate(CertificateSpec spec, ILogger log, TimeProvider clock)
{
    /// <summary>The time before its end when a certificate is reported; a third of its life if that is shorter.</summary>
    /// <value>14 days.</value>
    public static readonly TimeSpan WarnBefore = TimeSpan.FromDays(14);

    private readonly string names = CertificateFiles.NamesOf(spec);
    private string? inForce;
    private Look? bad;
    private bool told;
    private (string Thumbprint, bool Expired)? warned;

    /// <summary>Gets the files.</summary>
    public CertificateSpec Spec => spec;

    /// <summary>Gets the current certificate; null if there never was a valid one.</summary>
    public ServerCertificate? Current { get; private set; }

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="CertificateException">They cannot be used.</exception>
    public void Load()
    {
        try
        {
            var files = CertificateFiles.Read(spec);
            TakeOver(files.Load(), files.Digest());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CertificateException($"The certificate {names} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Checks the files again.</summary>
    /// <returns>True if the certificate has changed.</returns>
    public bool Refresh()
    {
        WarnOfEnd();
        var look = LookAgain();
        if (look.Problem is not null)
        {
            Tell(look);
            return false;
        }

        bad = null;
        if (look.Certificate is null)
        {
            return false;
        }

        TakeOver(look.Certificate, look.Digest!);
        Log.Reloaded(log, names, look.Certificate.NotAfter);
        return true;
    }

    private Look LookAgain()
    {
        string? digest = null;
        try
        {
            var files = CertificateFiles.Read(spec);
            digest = files.Digest();
            if (digest == inForce)
            {
                return new(digest, null, null);
            }

            if (bad is not null && digest == bad.Digest)
            {
                return bad;
            }

            var loaded = files.Load();
            return IsValid(loaded) || Current is null || !IsValid(Current)
                ? new(digest, loaded, null)
                : new(digest, null, $"it is valid from {loaded.NotBefore:u} to {loaded.NotAfter:u}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new(digest, null, e.Message);
        }
    }

    /// <summary>
    /// Reports a problem with the files once, and only when two consecutive checks find it: until then, somebody may be
    /// replacing one after the other.
    /// </summary>
    private void Tell(Look look)
    {
        if (look != bad)
        {
            (bad, told) = (look, false);
            return;
        }

        if (told)
        {
            return;
        }

        told = true;
        if (Current is null)
        {
            Log.FileUnusable(log, names, look.Problem!);
        }
        else
        {
            Log.FileKept(log, names, look.Problem!, Current.NotAfter);
        }
    }

    private void TakeOver(ServerCertificate certificate, string digest)
    {
        (Current, inForce) = (certificate, digest);
        foreach (var domain in spec.Domains.Where(domain => !certificate.Covers(DomainNames.Plain(domain))))
        {
            Log.NotCovered(log, names, domain);
        }

        if (certificate.NotBefore > clock.GetUtcNow())
        {
            Log.NotYetValid(log, names, certificate.NotBefore);
        }

        WarnOfEnd();
    }

    /// <summary>Reports once that the end is near, and once that the certificate has expired.</summary>
    private void WarnOfEnd()
    {
        if (Current is null)
        {
            return;
        }

        var left = Current.NotAfter - clock.GetUtcNow();
        var third = (Current.NotAfter - Current.NotBefore) / 3;
        var state = (Current.Thumbprint, Expired: left <= TimeSpan.Zero);
        if (left > WarnBefore || left > third || warned == state)
        {
            return;
        }

        warned = state;
        if (state.Expired)
        {
            Log.Expired(log, names, Current.NotAfter);
        }
        else
        {
            Log.NearItsEnd(log, names, Current.NotAfter);
        }
    }

    private bool IsValid(ServerCertificate certificate)
    {
        var now = clock.GetUtcNow();
        return certificate.NotBefore <= now && now < certificate.NotAfter;
    }

    /// <summary>The result of a check of the files: a new certificate, a problem, or neither if nothing has changed.</summary>
    private sealed record Look(string? Digest, ServerCertificate? Certificate, string? Problem);
}
