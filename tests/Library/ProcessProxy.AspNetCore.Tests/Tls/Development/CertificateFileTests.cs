using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Tls.Development;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Development;

public sealed class CertificateFileTests : IDisposable
{
    private readonly TempFolder root = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private string Folder => Path.Combine(root.Path, "certs");

    private string FilePath => Path.Combine(Folder, CertificateFile.FileName);

    public void Dispose() => root.Dispose();

    [Fact]
    public void It_covers_its_domains_and_this_machine()
    {
        using var certificate = Load("a.example", "*.b.example", "10.1.2.3");
        Assert.True(certificate.MatchesHostname("a.example"));
        Assert.True(certificate.MatchesHostname("x.b.example"));
        Assert.True(certificate.MatchesHostname("localhost"));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
        Assert.True(certificate.MatchesHostname("::1"));
        Assert.True(certificate.MatchesHostname("10.1.2.3"));
        Assert.False(certificate.MatchesHostname("c.example"));
        Assert.True(certificate.HasPrivateKey);
        Assert.Equal("1.2.840.10045.2.1", certificate.GetKeyAlgorithm());
    }

    [Fact]
    public void Only_its_owner_can_read_it_and_nothing_else_is_left()
    {
        Load("a.example").Dispose();
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(Folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        }
    }

    [Fact]
    public void It_is_kept_while_it_covers_what_is_asked()
    {
        var first = ThumbprintFor("a.example", "b.example");
        Assert.Equal(first, ThumbprintFor("a.example"));
        Assert.Equal(first, ThumbprintFor());
        Assert.NotEqual(first, ThumbprintFor("a.example", "c.example"));
    }

    [Fact]
    public void It_is_replaced_thirty_days_before_its_end()
    {
        var first = ThumbprintFor("a.example");
        clock.Advance(DevelopmentCertificate.Lifetime - DevelopmentCertificate.RenewBefore - TimeSpan.FromHours(1));
        Assert.Equal(first, ThumbprintFor("a.example"));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.NotEqual(first, ThumbprintFor("a.example"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a certificate")]
    public void A_damaged_file_is_replaced(string content)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(FilePath, content);
        var first = ThumbprintFor("a.example");
        Assert.Equal(first, ThumbprintFor("a.example"));
    }

    [Fact]
    public void A_file_cut_short_is_replaced()
    {
        var first = ThumbprintFor("a.example");
        File.WriteAllBytes(FilePath, File.ReadAllBytes(FilePath)[..100]);
        var second = ThumbprintFor("a.example");
        Assert.NotEqual(first, second);
        Assert.Equal(second, ThumbprintFor("a.example"));
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        Directory.CreateDirectory(Folder);
        using (var stream = File.Create(FilePath))
        {
            stream.SetLength(1L << 40);
        }

        var first = ThumbprintFor("a.example");
        Assert.Equal(first, ThumbprintFor("a.example"));
    }

    [Fact]
    public void Where_no_file_can_be_written_there_is_a_certificate_all_the_same()
    {
        File.WriteAllText(Folder, "in the way");
        using var certificate = Load("a.example");
        Assert.True(certificate.HasPrivateKey);
    }

    private X509Certificate2 Load(params string[] names) =>
        new CertificateFile(Folder, NullLogger.Instance, clock).LoadOrCreate(names);

    private string ThumbprintFor(params string[] names)
    {
        using var certificate = Load(names);
        return certificate.Thumbprint;
    }
}
