using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The real server and a real ACME authority.</summary>
public sealed class AcmeTests
{
    private const int Closed = 9;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private readonly int http = Ports.Free();
    private readonly int https = Ports.Free();

    [Fact(Timeout = 120_000)]
    public async Task Several_domains_get_certificates_over_plain_HTTP_and_keep_them_over_a_restart_without_asking_again()
    {
        Assert.SkipUnless(Pebble.IsInstalled, Pebble.Missing);
        await using var pebble = new Pebble(http, Closed);
        await pebble.StartAsync();
        await using var project = new Project();
        Configure(project, pebble, "one.example.org", "two.example.org", "three.example.org", "four.example.org", "five.example.org");
        var server = await project.StartAsync();
        using var root = await pebble.RootAsync();
        var first = new Dictionary<string, string>();
        foreach (var name in new[] { "one", "two", "three", "four", "five" })
        {
            using var shown = await ShownAsync(server, $"{name}.example.org");
            using var trusted = await TlsClient.TrustedAsync(https, $"{name}.example.org", root);
            first[name] = trusted.Thumbprint;
        }

        Assert.Equal(5, first.Values.Distinct().Count());
        Assert.All(Directory.EnumerateFiles(project.File("certs"), "*", SearchOption.AllDirectories), OnlyForItsOwner);
        Assert.All(Directory.EnumerateDirectories(project.File("certs/acme")), OnlyForItsOwner);
        Assert.Equal(0, await server.StopAsync());

        await pebble.StopAsync();
        var again = await project.StartAsync();
        foreach (var (name, thumbprint) in first)
        {
            using var kept = await TlsClient.CertificateAsync(https, $"{name}.example.org");
            Assert.Equal(thumbprint, kept?.Thumbprint);
        }

        Assert.DoesNotContain("Asking", again.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_the_authority_does_not_reach_plain_HTTP_the_domain_is_proved_over_TLS()
    {
        Assert.SkipUnless(Pebble.IsInstalled, Pebble.Missing);
        await using var pebble = new Pebble(Closed, https);
        await pebble.StartAsync();
        await using var project = new Project();
        Configure(project, pebble, "one.example.org");
        var server = await project.StartAsync();
        using var shown = await ShownAsync(server, "one.example.org");
        using var root = await pebble.RootAsync();
        using var trusted = await TlsClient.TrustedAsync(https, "one.example.org", root);
        Assert.Contains("trying tls-alpn-01", server.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_certificate_is_renewed_before_its_end_and_nobody_notices()
    {
        Assert.SkipUnless(Pebble.IsInstalled, Pebble.Missing);
        await using var pebble = new Pebble(http, https, validity: TimeSpan.FromSeconds(15));
        await pebble.StartAsync();
        await using var project = new Project();
        Configure(project, pebble, "one.example.org");
        var server = await project.StartAsync();
        using var first = await ShownAsync(server, "one.example.org");
        using var root = await pebble.RootAsync();
        var next = first.Thumbprint;
        await Wait.Until(
            async () =>
            {
                using var valid = await TlsClient.TrustedAsync(https, "one.example.org", root);
                return (next = valid.Thumbprint) != first.Thumbprint;
            },
            "another certificate is shown");
        Assert.Contains(next, Stored(project, "one.example.org"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_the_authority_everything_else_works_at_once_and_the_certificate_comes_when_it_is_back()
    {
        Assert.SkipUnless(Pebble.IsInstalled, Pebble.Missing);
        await using var pebble = new Pebble(http, https);
        await using var project = new Project();
        CertificateTests.WriteCertificate(project, "own", "own.example.org");
        Configure(project, pebble, "one.example.org", "own.example.org");
        var began = Stopwatch.GetTimestamp();
        var server = await project.StartAsync();
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20));
        using var own = await TlsClient.CertificateAsync(https, "own.example.org");
        Assert.Equal("CN=own.example.org", own?.Subject);
        Assert.Null(await TlsClient.CertificateAsync(https, "one.example.org"));
        await Wait.Until(() => server.Output.Contains("There is no certificate for one.example.org yet", StringComparison.Ordinal), "the failure is told");
        Assert.Contains("cannot be reached", server.Output, StringComparison.Ordinal);
        Assert.Contains("the next attempt is at", server.Output, StringComparison.Ordinal);
        Assert.Null(await TlsClient.CertificateAsync(https, "one.example.org"));
        Assert.Equal(2, server.Output.Split("Connections for one.example.org are refused").Length);
        Assert.DoesNotContain("xception", server.Output, StringComparison.Ordinal);

        await pebble.StartAsync();
        using var shown = await ShownAsync(server, "one.example.org");
        using var root = await pebble.RootAsync();
        using var trusted = await TlsClient.TrustedAsync(https, "one.example.org", root);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_domain_added_by_a_reload_gets_its_certificate_though_the_authority_has_forgotten_our_account()
    {
        Assert.SkipUnless(Pebble.IsInstalled, Pebble.Missing);
        await using var pebble = new Pebble(http, https);
        await pebble.StartAsync();
        await using var project = new Project();
        Configure(project, pebble, "one.example.org");
        var server = await project.StartAsync();
        using var first = await ShownAsync(server, "one.example.org");
        await pebble.StopAsync();
        await pebble.StartAsync();
        Configure(project, pebble, "one.example.org", "two.example.org");
        await server.Client.ReloadAsync(Cancelled);
        using var second = await ShownAsync(server, "two.example.org");
        using var kept = await TlsClient.CertificateAsync(https, "one.example.org");
        Assert.Equal(first.Thumbprint, kept?.Thumbprint);
    }

    private void Configure(Project project, Pebble pebble, params string[] domains) => project.Write("config/proxy.yaml", $"""
        host: "127.0.0.1"
        port: {http}
        httpsPort: {https}
        management:
          port: 0
        tls:
          certificates: {(File.Exists(project.File("own.pem")) ? "[{ domains: [own.example.org], certFile: own.pem, keyFile: own.key }]" : "[]")}
          acme:
            email: "admin@example.org"
            directory: "{pebble.DirectoryUrl}"
            acceptTerms: true
            caFile: "{pebble.CaFile}"
        routes:
        {string.Join('\n', domains.Select(domain => $"  - {{ domain: {domain}, ssl: true, target: \"http://127.0.0.1:9\" }}"))}
        """);

    private async Task<X509Certificate2> ShownAsync(ServerUnderTest server, string domain)
    {
        X509Certificate2? shown = null;
        await Wait.Until(
            async () => (shown = await TlsClient.CertificateAsync(https, domain)) is not null, $"{domain} has a certificate",
            TimeSpan.FromSeconds(60));
        Assert.True(shown!.MatchesHostname(domain), server.Output);
        return shown;
    }

    private static string Stored(Project project, string domain) => string.Join(' ', Directory
        .EnumerateFiles(project.File("certs/acme"), $"{domain}.pem", SearchOption.AllDirectories)
        .Select(path => X509Certificate2.CreateFromPemFile(path).Thumbprint));

    private static void OnlyForItsOwner(string path) => Assert.Equal(
        UnixFileMode.None, File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
}
