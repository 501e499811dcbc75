using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Certificates in files, and the one for development.</summary>
public sealed class CertificateTests
{
    private readonly int https = Ports.Free();

    [Fact(Timeout = 60_000)]
    public async Task A_certificate_renewed_behind_links_is_shown_without_a_restart()
    {
        await using var project = new Project();
        WriteCertificate(project, "archive/1", "a.example.org");
        WriteCertificate(project, "archive/2", "a.example.org");
        Link(project, "1");
        Configure(project, "certificates: [{ domains: [a.example.org], certFile: live.pem, keyFile: live.key }]");
        await project.StartAsync();
        using var first = await TlsClient.CertificateAsync(https, "a.example.org");
        Link(project, "2");
        X509Certificate2? next = null;
        await Wait.Until(
            async () => (next = await TlsClient.CertificateAsync(https, "a.example.org"))!.Thumbprint != first!.Thumbprint, "the other certificate is shown");
        Assert.Equal("CN=a.example.org", next!.Subject);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_certificate_that_cannot_be_used_stops_the_start_by_the_names_of_its_files()
    {
        await using var project = new Project();
        WriteCertificate(project, "live", "a.example.org");
        WriteCertificate(project, "other", "a.example.org");
        Configure(project, "certificates: [{ domains: [a.example.org], certFile: live.pem, keyFile: other.key }]");
        var server = project.Launch();
        Assert.False(await server.UpOrDeadAsync());
        Assert.Equal(1, await server.ExitedAsync());
        Assert.Contains(project.File("live.pem"), server.Output, StringComparison.Ordinal);
        Assert.Contains(project.File("other.key"), server.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_development_certificate_is_made_once_and_its_path_is_printed_at_each_start()
    {
        await using var project = new Project();
        Configure(project, "selfSigned: true");
        var thumbprints = new List<string?>();
        for (var start = 0; start < 2; start++)
        {
            var server = await project.StartAsync();
            Assert.Contains(project.File("certs/development.pfx"), server.Output, StringComparison.Ordinal);
            using var shown = await TlsClient.CertificateAsync(https, "a.example.org");
            thumbprints.Add(shown?.Thumbprint);
            Assert.Equal(0, await server.StopAsync());
        }

        Assert.NotNull(thumbprints[0]);
        Assert.Equal(thumbprints[0], thumbprints[1]);
    }

    private void Configure(Project project, string tls) => project.Write("config/proxy.yaml", $"""
        host: "127.0.0.1"
        port: 0
        httpsPort: {https}
        management:
          port: 0
        tls:
          {tls}
        routes:
          - domain: a.example.org
            ssl: true
            target: "http://127.0.0.1:9"
        """);

    /// <summary>As certbot does: a new link is renamed over the old one, first for one file, then for the other.</summary>
    private static void Link(Project project, string name)
    {
        foreach (var kind in new[] { "pem", "key" })
        {
            File.CreateSymbolicLink(project.File("new"), project.File($"archive/{name}.{kind}"));
            File.Move(project.File("new"), project.File($"live.{kind}"), overwrite: true);
        }
    }

    internal static void WriteCertificate(Project project, string name, string domain)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={domain}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90));
        project.Write($"{name}.pem", certificate.ExportCertificatePem()).Write($"{name}.key", key.ExportPkcs8PrivateKeyPem());
    }
}
