using System.Net;
using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where certificates come from, and sees that every route served over HTTPS has one.</summary>
internal sealed class TlsResolver(ProjectPaths paths, ProblemList problems)
{
    private const string WaysOut =
        "'tls' has three ways to get one: 'certificates' (files of your own), 'acme' (issued automatically) or 'selfSigned: true' (for development)";

    public TlsSpec Resolve(ProxyFileEntry proxy)
    {
        var spec = new TlsSpec
        {
            Certificates = [.. (proxy.Tls?.Certificates ?? []).Select(Certificate)],
            Acme = proxy.Tls?.Acme is { } acme ? Acme(acme) : null,
            SelfSigned = proxy.Tls?.SelfSigned?.Value ?? false,
            Folder = paths.Folder(ServerDefaults.CertificateFolder),
        };
        foreach (var route in proxy.Routes)
        {
            CheckCovered(route, spec);
        }

        if (proxy.HttpsPort is { } port && spec is { Certificates.Count: 0, Acme: null, SelfSigned: false }
            && !proxy.Routes.Any(route => route.Ssl?.Value == true))
        {
            problems.Add(port.Place, ProblemCodes.NoCertificate, $"Nothing can be served over HTTPS without a certificate; {WaysOut}.");
        }

        return spec;
    }

    private void CheckCovered(RouteEntry route, TlsSpec spec)
    {
        if (route.Ssl is not { Value: true } ssl || spec.SelfSigned)
        {
            return;
        }

        var domain = route.Domain is { } written ? DomainName.Normalize(written.Value) : null;
        if (domain is null ? spec.Certificates.Count > 0 : spec.Certificates.Any(certificate => certificate.Domains.Any(name => Covers(name, domain))))
        {
            return;
        }

        if (spec.Acme is null)
        {
            problems.Add(ssl.Place, ProblemCodes.NoCertificate, $"There is no certificate for {domain ?? "this route"}; {WaysOut}.");
        }
        else if (domain is null || domain.StartsWith('*') || IPAddress.TryParse(domain.Trim('[', ']'), out _))
        {
            problems.Add(ssl.Place, ProblemCodes.NoCertificate,
                $"ACME gives certificates to single domains only, and this route serves {domain ?? "any domain"}: name one, or give a certificate in 'tls.certificates'.");
        }
    }

    /// <summary>Whether a name in a certificate covers a domain. Its wildcard stands for one label, as browsers see it.</summary>
    private static bool Covers(string name, string domain) =>
        name == domain
        || (name.StartsWith("*.", StringComparison.Ordinal) && domain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && domain.AsSpan(dot).SequenceEqual(name.AsSpan(1)));

    private CertificateSpec Certificate(CertificateEntry entry)
    {
        if (entry.Domains is not { Value.Count: > 0 })
        {
            problems.Add(entry.Place, ProblemCodes.MissingKey, "This certificate has no 'domains': the names it is shown for.");
        }

        if (entry.CertFile is null == entry.PfxFile is null)
        {
            problems.Add(entry.Place, ProblemCodes.Contradiction, "A certificate is either a 'certFile' (PEM, with a 'keyFile' unless it holds the key) or a 'pfxFile'.");
        }
        else if (entry is { PfxFile: not null, KeyFile: { } key })
        {
            problems.Add(key.Place, ProblemCodes.Contradiction, "A 'pfxFile' holds its key: there is no 'keyFile' beside it.");
        }

        return new(
            [.. (entry.Domains?.Value ?? []).Select(Domain).OfType<string>()],
            FileOf(entry.CertFile), FileOf(entry.KeyFile), FileOf(entry.PfxFile), FileOf(entry.PasswordFile));
    }

    private string? Domain(Written<string> written)
    {
        var domain = DomainName.Normalize(written.Value);
        if (domain is null)
        {
            problems.Add(written.Place, ProblemCodes.InvalidDomain, $"'{written.Value}' is no domain: 'example.org' or '*.example.org'.");
        }

        return domain;
    }

    private AcmeSpec Acme(AcmeEntry entry)
    {
        if (entry.AcceptTerms?.Value != true)
        {
            problems.Add(entry.AcceptTerms?.Place ?? entry.Place, ProblemCodes.TermsNotAccepted,
                "An authority issues certificates to those who agree to its terms: read them and write 'acceptTerms: true'.");
        }

        if (entry.Email is { } email && (!email.Value.Contains('@', StringComparison.Ordinal) || email.Value.Any(letter => char.IsControl(letter) || letter is ' ' or ',')))
        {
            problems.Add(email.Place, ProblemCodes.InvalidEmail, $"'{email.Value}' is no e-mail address.");
        }

        return new(
            entry.Email?.Value,
            entry.Directory is { } directory ? Directory(directory) : ServerDefaults.AcmeDirectory,
            paths.Folder(entry.Storage?.Value ?? ServerDefaults.AcmeStorage),
            FileOf(entry.CaFile));
    }

    private Uri Directory(Written<string> written)
    {
        if (HttpUrl.TryParse(written.Value, out var url) && url.Scheme == Uri.UriSchemeHttps)
        {
            return url;
        }

        problems.Add(written.Place, ProblemCodes.InvalidTarget, $"'{written.Value}' must be the full https:// URL of an ACME directory.");
        return ServerDefaults.AcmeDirectory;
    }

    private string? FileOf(Written<string>? written) => written is { } path ? paths.File(path.Value) : null;
}
