using System.Net.Security;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.AspNetCore.Tls.Files;
using ProcessProxy.AspNetCore.Tls.Issuing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>Files before what was issued before the development certificate.</summary>
public sealed class ServerCertificatesTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Uri Directory = new("https://acme.example/directory");

    private readonly TlsFolder folder = new();
    private readonly FakeTimeProvider clock = new(Now);
    private readonly RecordedLog log = new();
    private readonly ServerCertificates certificates;

    public ServerCertificatesTests() => certificates = new ServerCertificates(log, clock, () => 0.5);

    public async ValueTask DisposeAsync()
    {
        await certificates.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public void A_name_gets_the_certificate_from_files_then_the_issued_one_then_the_one_for_development()
    {
        Keep("issued.example");
        Keep("both.example");
        certificates.Use(
            Spec(selfSigned: true, acme: true, "files.example", "both.example"),
            ["files.example", "both.example", "issued.example", "awaited.example"]);
        Assert.Equal("files.example", NameFor("files.example"));
        Assert.Equal("files.example", NameFor("both.example"));
        Assert.Equal("issued.example", NameFor("issued.example"));
        Assert.Equal("ProcessProxy development", NameFor("awaited.example"));
        Assert.Equal("files.example", NameFor("unknown.example"));
        Assert.Equal("files.example", NameFor(""));
    }

    [Fact]
    public void Without_files_the_development_certificate_is_for_everybody_else()
    {
        certificates.Use(Spec(selfSigned: true, acme: false), ["a.example"]);
        Assert.Equal("ProcessProxy development", NameFor("unknown.example"));
        Assert.Equal("ProcessProxy development", NameFor(""));
        Assert.Same(certificates.For("a.example"), certificates.For("A.EXAMPLE"));
    }

    [Fact]
    public void A_domain_that_awaits_its_certificate_is_shown_no_other_ones_and_the_log_says_so_once()
    {
        certificates.Use(Spec(selfSigned: false, acme: true, "files.example"), ["awaited.example", "files.example"]);
        Assert.Null(certificates.For("awaited.example"));
        Assert.Null(certificates.For("awaited.example"));
        Assert.Contains("awaited.example", Assert.Single(log.Lines));
    }

    [Fact]
    public void Names_that_no_authority_checks_are_told_and_not_asked_for()
    {
        certificates.Use(Spec(selfSigned: false, acme: true), ["*.a.example", "10.0.0.1", "::1"]);
        Assert.Equal(3, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains("cannot get a certificate by ACME", line));
        Assert.Null(certificates.For("x.a.example"));
    }

    [Fact]
    public void A_reload_adds_and_removes_sources_and_domains()
    {
        Keep("issued.example");
        certificates.Use(Spec(selfSigned: true, acme: false), ["a.example"]);
        certificates.Use(Spec(selfSigned: false, acme: true, "files.example"), ["issued.example", "files.example"]);
        Assert.Equal("issued.example", NameFor("issued.example"));
        Assert.Equal("files.example", NameFor("a.example"));
        certificates.Use(Spec(selfSigned: false, acme: true), ["files.example"]);
        Assert.Null(certificates.For("issued.example"));
        Assert.Null(certificates.For("files.example"));
        certificates.Use(Spec(selfSigned: true, acme: false), ["a.example"]);
        Assert.Equal("ProcessProxy development", NameFor("a.example"));
    }

    [Fact]
    public void A_broken_file_is_an_error_at_the_start_and_waits_to_be_mended_after_a_reload()
    {
        var broken = new TlsSpec { Folder = folder.Path, Certificates = [new() { Domains = ["a.example"], CertFile = folder.File("no.pem") }] };
        Assert.Contains(folder.File("no.pem"), Assert.Throws<CertificateException>(() => certificates.Use(broken, [])).Message);
        certificates.Use(Spec(selfSigned: false, acme: false, "files.example"), []);
        certificates.Use(broken with { Certificates = [.. broken.Certificates, .. Spec(false, false, "files.example").Certificates] }, []);
        Assert.Equal("files.example", NameFor("files.example"));
    }

    private string? NameFor(string name)
    {
        var context = certificates.For(name)?.ServerCertificateContext;
        return context?.TargetCertificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false);
    }

    private TlsSpec Spec(bool selfSigned, bool acme, params string[] files) => new()
    {
        Folder = folder.File("certs"),
        SelfSigned = selfSigned,
        Acme = acme ? new AcmeSpec { Directory = Directory, Storage = folder.File("acme") } : null,
        Certificates = files.Length == 0 ? [] : [folder.Write("files", MadeCertificate.For(Now, files), files)],
    };

    private void Keep(string domain) => new CertificateStore(CertificateStore.FolderOf(folder.File("acme"), Directory), log)
        .Store(domain, MadeCertificate.For(Now, domain).Issued, Now);
}
