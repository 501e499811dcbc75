using System.Net;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where certificates come from, and checks that every route served over HTTPS has one.</summary>
internal sealed class TlsRules(Reading reading)
{
    private const string WaysOut =
        "'tls' has three sources: 'certificates' (your own files), 'acme' (issued automatically) or 'selfSigned: true' (for development)";

    private const string AcmeKey = "tls.acme";
    private const string AcceptTerms = "tls.acme.acceptTerms";

    private readonly ProblemList problems = reading.Problems;

    /// <summary>Returns an e-mail address; null, and reports a problem, if it is invalid.</summary>
    public static string? CheckEmail(string email, Place place, Reading reading)
    {
        if (email.Contains('@', StringComparison.Ordinal) && !email.Any(letter => char.IsControl(letter) || letter is ' ' or ','))
        {
            return email;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidEmail, $"'{email}' is not an email address.");
        return null;
    }

    /// <summary>Returns the URL of a directory; null, and reports a problem, if it is invalid.</summary>
    public static string? CheckDirectory(string text, Place place, Reading reading)
    {
        if (HttpUrl.TryParse(text, out var url) && url.Scheme == Uri.UriSchemeHttps)
        {
            return text;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidTarget, $"'{text}' must be the full https:// URL of an ACME directory.");
        return null;
    }

    /// <summary>Returns the complete certificate settings.</summary>
    /// <param name="tls">The written values.</param>
    /// <param name="keys">The places of the values.</param>
    /// <param name="certificates">The written certificates from files.</param>
    public TlsSpec Resolve(TlsSpec tls, Written<ServerSpec> keys, IEnumerable<Written<CertificateSpec>> certificates)
    {
        if (tls.Acme is { AcceptTerms: false })
        {
            problems.Add(keys.PlaceOrNull(AcceptTerms) ?? keys.PlaceOf(AcmeKey), ProblemCodes.TermsNotAccepted,
                "A certificate authority requires that you agree to its terms. Read them and set 'acceptTerms: true'.");
        }

        return tls with
        {
            Certificates = [.. certificates.Select(Certificate)],
            Acme = tls.Acme is { } acme ? acme with { Storage = reading.Paths.Folder(acme.Storage) } : null,
            Folder = reading.Paths.Folder(tls.Folder),
        };
    }

    /// <summary>Reports routes that are served over HTTPS without a certificate.</summary>
    public void Check(ServerSpec spec, Written<ServerSpec> keys, IEnumerable<WrittenRoute> routes)
    {
        var needsHttps = false;
        foreach (var route in routes.Where(route => route.Spec.Ssl))
        {
            needsHttps = true;
            CheckCovered(route, spec.Tls);
        }

        if (keys.IsSet("httpsPort") && spec.Tls is { Certificates.Count: 0, Acme: null, SelfSigned: false } && !needsHttps)
        {
            problems.Add(keys.PlaceOf("httpsPort"), ProblemCodes.NoCertificate, $"HTTPS requires a certificate; {WaysOut}.");
        }
    }

    /// <summary>Reports a certificate that has no domain, or is not in exactly one file.</summary>
    public static void CheckCertificate(CertificateSpec certificate, Written<CertificateSpec> written, ProblemList problems)
    {
        if (certificate.Domains.Count == 0 && (!written.Has("domains") || written.IsSet("domains")))
        {
            problems.Add(written.Place, ProblemCodes.MissingKey, "This certificate has no 'domains', the domains it is used for.");
        }

        if (written.Has("certFile") == written.Has("pfxFile"))
        {
            problems.Add(written.Place, ProblemCodes.Contradiction, "A certificate needs either a 'certFile' (PEM, with a 'keyFile' unless it contains the key) or a 'pfxFile'.");
        }
        else if (written.Has("pfxFile") && written.Has("keyFile"))
        {
            problems.Add(written.PlaceOf("keyFile"), ProblemCodes.Contradiction, "A 'pfxFile' contains its key. Remove 'keyFile'.");
        }
    }

    private void CheckCovered(WrittenRoute route, TlsSpec tls)
    {
        var domain = route.Spec.Domain;
        if (tls.SelfSigned
            || (domain is null ? tls.Certificates.Count > 0 : tls.Certificates.Any(certificate => certificate.Domains.Any(name => Covers(name, domain)))))
        {
            return;
        }

        var place = route.Keys.PlaceOf("ssl");
        if (tls.Acme is null)
        {
            problems.Add(place, ProblemCodes.NoCertificate, $"There is no certificate for {domain ?? "this route"}; {WaysOut}.");
        }
        else if (domain is null || domain.StartsWith('*') || IPAddress.TryParse(domain.Trim('[', ']'), out _))
        {
            problems.Add(place, ProblemCodes.NoCertificate,
                $"ACME issues certificates for single domains only, but this route serves {domain ?? "any domain"}. Use a single domain, or configure a certificate in 'tls.certificates'.");
        }
    }

    /// <summary>Returns whether a name in a certificate covers a domain. Its wildcard stands for one label, as in browsers.</summary>
    private static bool Covers(string name, string domain) =>
        name == domain
        || (name.StartsWith("*.", StringComparison.Ordinal) && domain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && domain.AsSpan(dot).SequenceEqual(name.AsSpan(1)));

    private CertificateSpec Certificate(Written<CertificateSpec> written)
    {
        var certificate = written.ApplyTo(new() { Domains = [] });
        CheckCertificate(certificate, written, problems);
        return certificate;
    }
}
