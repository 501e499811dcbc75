using System.Net;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class TlsTests
{
    private const string SecureRoute = "routes: [{ target: 'http://x', domain: a.example.org, ssl: true }]";

    [Fact]
    public void Every_key_arrives()
    {
        var tls = Valid("""
            tls:
              certificates:
                - { domains: [A.example.org, '*.example.org'], certFile: c.pem, keyFile: /k.pem, passwordFile: p.txt }
                - { domains: [b.org], pfxFile: b.pfx }
              acme: { email: me@example.org, directory: 'https://ca.example/dir', acceptTerms: true, storage: acme, caFile: roots.pem }
              selfSigned: true
            """).Tls;

        Assert.Equal(
            new TlsSpec
            {
                Certificates =
                [
                    new() { Domains = ["a.example.org", "*.example.org"], CertFile = "/srv/app/c.pem", KeyFile = "/k.pem", PasswordFile = "/srv/app/p.txt" },
                    new() { Domains = ["b.org"], PfxFile = "/srv/app/b.pfx" },
                ],
                Acme = new() { Email = "me@example.org", Directory = new("https://ca.example/dir"), Storage = "/srv/app/acme", CaFile = "/srv/app/roots.pem", AcceptTerms = true },
                SelfSigned = true,
                Folder = "/srv/app/certs",
            },
            tls);
    }

    [Fact]
    public void ACME_needs_nothing_but_the_terms() => Assert.Equal(
        new AcmeSpec { Email = null, Directory = new("https://acme-v02.api.letsencrypt.org/directory"), Storage = "/srv/app/certs/acme", AcceptTerms = true },
        Valid("tls: { acme: { acceptTerms: true } }\n" + SecureRoute).Tls.Acme);

    [Theory]
    [InlineData("")]
    [InlineData("tls: {}\n")]
    [InlineData("tls: { selfSigned: false }\n")]
    [InlineData("tls: { certificates: [{ domains: [b.example.org, example.org], pfxFile: x }] }\n")]
    [InlineData("tls: { certificates: [{ domains: ['*.a.example.org', '*.org'], pfxFile: x }] }\n")]
    public void A_route_over_HTTPS_without_a_certificate_is_an_error_that_says_the_three_ways_out(string tls)
    {
        var problem = Given.Problem(Given.Texts(tls + SecureRoute));

        Assert.Equal((ProblemCodes.NoCertificate, "routes[0].ssl"), (problem.Code, problem.Key));
        Assert.All(["certificates", "acme", "selfSigned: true"], way => Assert.Contains($"'{way}'", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_listener_for_HTTPS_needs_a_certificate_too() =>
        Assert.Equal((ProblemCodes.NoCertificate, "httpsPort"), Wrong("httpsPort: 0"));

    [Theory]
    [InlineData("tls: { certificates: [{ domains: ['*.example.org'], pfxFile: x }] }")]
    [InlineData("tls: { certificates: [{ domains: [b.org], pfxFile: x }, { domains: [a.EXAMPLE.org], pfxFile: y }] }")]
    [InlineData("tls: { certificates: [{ domains: [b.org], pfxFile: x }], acme: { acceptTerms: true } }")]
    [InlineData("tls: { selfSigned: true }")]
    public void Any_of_the_ways_covers_a_route(string tls) => Assert.Single(Valid(tls + "\n" + SecureRoute).Routes);

    [Theory]
    [InlineData("")]
    [InlineData(", domain: '*.example.org'")]
    [InlineData(", domain: '192.0.2.1'")]
    [InlineData(", domain: '[2001:db8::1]'")]
    public void ACME_does_not_cover_what_is_no_single_domain(string domain)
    {
        var (code, key) = Wrong($"tls: {{ acme: {{ acceptTerms: true }} }}\nroutes: [{{ target: 'http://x', ssl: true{domain} }}]");

        Assert.Equal((ProblemCodes.NoCertificate, "routes[0].ssl"), (code, key));
    }

    [Theory]
    [InlineData("acme: {}", ProblemCodes.TermsNotAccepted, "tls.acme")]
    [InlineData("acme: { acceptTerms: false }", ProblemCodes.TermsNotAccepted, "tls.acme.acceptTerms")]
    [InlineData("acme: { acceptTerms: true, email: me }", ProblemCodes.InvalidEmail, "tls.acme.email")]
    [InlineData("acme: { acceptTerms: true, directory: 'http://ca.example' }", ProblemCodes.InvalidTarget, "tls.acme.directory")]
    [InlineData("certificates: [{ pfxFile: x }]", ProblemCodes.MissingKey, "tls.certificates[0]")]
    [InlineData("certificates: [{ domains: [a.org] }]", ProblemCodes.Contradiction, "tls.certificates[0]")]
    [InlineData("certificates: [{ domains: [a.org], pfxFile: x, certFile: y }]", ProblemCodes.Contradiction, "tls.certificates[0]")]
    [InlineData("certificates: [{ domains: [a.org], pfxFile: x, keyFile: y }]", ProblemCodes.Contradiction, "tls.certificates[0].keyFile")]
    [InlineData("certificates: [{ domains: [a b], pfxFile: x }]", ProblemCodes.InvalidDomain, "tls.certificates[0].domains[0]")]
    public void What_cannot_work_is_an_error_at_its_key(string tls, string code, string key) => Assert.Equal((code, key), Wrong($"tls: {{ {tls} }}"));

    [Fact]
    public void Trusted_proxies_are_addresses_and_networks() => Assert.Equal(
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.168.1.2/32"), IPNetwork.Parse("::1/128")],
        Valid("trustedProxies: [10.0.0.0/8, 192.168.1.2, '::1']").TrustedProxies);

    [Theory]
    [InlineData("example.org")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10")]
    [InlineData("'fe80::1%2'")]
    public void What_is_no_network_cannot_be_trusted(string network) =>
        Assert.Equal((ProblemCodes.InvalidNetwork, "trustedProxies[0]"), Wrong($"trustedProxies: [{network}]"));

    [Theory]
    [InlineData("false", null)]
    [InlineData("true", "/srv/app/logs/access.log 52428800 5")]
    [InlineData("{ output: stdout }", " 52428800 5")]
    [InlineData("{ file: a.log, maxSize: 1MB, maxFiles: 2 }", "/srv/app/a.log 1048576 2")]
    public void The_access_log_is_off_or_a_file_or_the_output(string written, string? expected)
    {
        var log = Valid($"accessLog: {written}").AccessLog;

        Assert.Equal(expected, log is null ? null : $"{log.File} {log.MaxSize} {log.MaxFiles}");
    }

    private static ServerSpec Valid(string text) => Given.Valid(Given.Texts(text));

    private static (string Code, string Key) Wrong(string text)
    {
        var problem = Given.Problem(Given.Texts(text));
        return (problem.Code, problem.Key);
    }
}
