using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Tls.Files;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>Certificates in files, and what becomes of them when the files change.</summary>
public sealed class FileCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TlsFolder folder = new();
    private readonly FakeTimeProvider clock = new(Now);
    private readonly RecordedLog log = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Another_pair_in_the_same_files_is_taken_over()
    {
        var file = Loaded(out var first);
        Assert.False(file.Refresh());
        Assert.Equal(first.Thumbprint, file.Current!.Thumbprint);
        var second = MadeCertificate.For(Now, "a.example");
        folder.Write("a", second, "a.example");
        Assert.True(file.Refresh());
        Assert.Equal(second.Thumbprint, file.Current.Thumbprint);
        Assert.False(file.Refresh());
    }

    [Fact]
    public void A_pair_that_is_replaced_one_file_after_the_other_is_taken_over_without_a_word_of_complaint()
    {
        var file = Loaded(out var first);
        var second = MadeCertificate.For(Now, "a.example");
        File.WriteAllText(folder.File("a.pem"), second.Pem);
        Assert.False(file.Refresh());
        Assert.Equal(first.Thumbprint, file.Current!.Thumbprint);
        File.WriteAllText(folder.File("a.key"), second.Key);
        Assert.True(file.Refresh());
        Assert.Equal(second.Thumbprint, file.Current.Thumbprint);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_that_are_turned_to_other_files_of_the_same_size_and_time_are_seen()
    {
        var first = MadeCertificate.For(Now, "a.example");
        var second = MadeCertificate.For(Now, "a.example");
        folder.Write("a1", first);
        folder.Write("a2", second);
        var spec = new CertificateSpec { Domains = ["a.example"], CertFile = folder.File("live.pem"), KeyFile = folder.File("live.key") };
        Link("a1");
        var file = new FileCertificate(spec, log, clock);
        file.Load();
        Link("a2");
        Assert.True(file.Refresh());
        Assert.Equal(second.Thumbprint, file.Current!.Thumbprint);

        void Link(string name)
        {
            foreach (var kind in new[] { "pem", "key" })
            {
                File.SetLastWriteTimeUtc(folder.File($"{name}.{kind}"), Now.UtcDateTime);
                File.CreateSymbolicLink(folder.File("new"), folder.File($"{name}.{kind}"));
                File.Move(folder.File("new"), folder.File($"live.{kind}"), overwrite: true);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("half a certif")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData(null)]
    public void A_broken_file_leaves_the_last_good_certificate_in_force_and_is_named_once(string? content)
    {
        var file = Loaded(out var first);
        File.Delete(folder.File("a.pem"));
        if (content is not null)
        {
            File.WriteAllText(folder.File("a.pem"), content);
        }

        Assert.All(Enumerable.Range(0, 5), _ => Assert.False(file.Refresh()));
        Assert.Equal(first.Thumbprint, file.Current!.Thumbprint);
        var told = Assert.Single(log.Lines);
        Assert.StartsWith("Error", told);
        Assert.Contains(folder.File("a.pem"), told);
        Assert.Contains("stays in use", told);

        // The same files as before are good again, and what breaks after that is told again.
        File.WriteAllText(folder.File("a.pem"), first.Pem);
        Assert.False(file.Refresh());
        File.WriteAllText(folder.File("a.key"), MadeCertificate.For(Now, "a.example").Key);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.False(file.Refresh()));
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused_at_the_start_by_name()
    {
        var spec = folder.Write("a", MadeCertificate.For(Now, "a.example"), "a.example");
        File.WriteAllText(folder.File("a.key"), MadeCertificate.For(Now, "a.example").Key);
        var refused = Assert.Throws<CertificateException>(() => new FileCertificate(spec, log, clock).Load());
        Assert.Contains(folder.File("a.pem"), refused.Message);
        Assert.Contains(folder.File("a.key"), refused.Message);
        Assert.IsType<IOException>(refused, exactMatch: false);
    }

    [Fact]
    public void What_has_expired_does_not_replace_what_has_not()
    {
        var file = Loaded(out var first);
        folder.Write("a", MadeCertificate.For(Now.AddDays(-90), Now.AddDays(-1), "a.example"));
        Assert.False(file.Refresh());
        Assert.False(file.Refresh());
        Assert.Equal(first.Thumbprint, file.Current!.Thumbprint);
        Assert.Contains("valid from 2025-10-03", Assert.Single(log.Lines));
    }

    [Fact]
    public void An_expired_certificate_is_shown_when_there_is_no_better_one()
    {
        var spec = folder.Write("a", MadeCertificate.For(Now.AddDays(-90), Now.AddDays(-1), "a.example"), "a.example");
        var file = new FileCertificate(spec, log, clock);
        file.Load();
        Assert.NotNull(file.Current);
        Assert.Contains("expired at", Assert.Single(log.Lines));
    }

    [Fact]
    public void A_domain_that_is_not_covered_and_an_end_that_is_near_are_warned_of_once()
    {
        var spec = folder.Write("a", MadeCertificate.For(Now, "a.example", "*.b.example"), "a.example", "x.b.example", "*.b.example", "c.example");
        var file = new FileCertificate(spec, log, clock);
        file.Load();
        Assert.Contains("does not cover c.example", Assert.Single(log.Lines));
        clock.Advance(TimeSpan.FromDays(75));
        file.Refresh();
        Assert.Single(log.Lines);
        clock.Advance(TimeSpan.FromDays(2));
        Assert.All(Enumerable.Range(0, 3), _ => file.Refresh());
        Assert.Contains("expires at 2026-04-01", log.Lines[1]);
        clock.Advance(TimeSpan.FromDays(14));
        Assert.All(Enumerable.Range(0, 3), _ => file.Refresh());
        Assert.Contains("expired at", log.Lines[2]);
        Assert.Equal(3, log.Lines.Count);
    }

    [Theory]
    [InlineData("a password\nanother line\n", true)]
    [InlineData("a password\r\n", true)]
    [InlineData("a wrong one\n", false)]
    public void A_pfx_file_is_opened_by_the_first_line_of_its_password_file(string password, bool good)
    {
        var made = MadeCertificate.For(Now, "a.example");
        File.WriteAllBytes(folder.File("a.pfx"), made.Pfx);
        File.WriteAllText(folder.File("password"), password);
        var file = new FileCertificate(new() { Domains = ["a.example"], PfxFile = folder.File("a.pfx"), PasswordFile = folder.File("password") }, log, clock);
        if (good)
        {
            file.Load();
            Assert.Equal(made.Thumbprint, file.Current!.Thumbprint);
        }
        else
        {
            Assert.Contains(folder.File("a.pfx"), Assert.Throws<CertificateException>(file.Load).Message);
        }
    }

    [Fact]
    public void One_file_may_hold_certificate_and_key()
    {
        var made = MadeCertificate.For(Now, "a.example");
        File.WriteAllText(folder.File("both.pem"), made.Key + "\n" + made.Pem);
        var file = new FileCertificate(new() { Domains = ["a.example"], CertFile = folder.File("both.pem") }, log, clock);
        file.Load();
        Assert.Equal(made.Thumbprint, file.Current!.Thumbprint);
    }

    [Fact(Timeout = 30_000)]
    public async Task Files_that_change_are_found_within_the_interval_and_a_broken_one_beside_them_is_no_hindrance()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var good = folder.Write("a", MadeCertificate.For(Now, "a.example"), "a.example");
        var broken = new CertificateSpec { Domains = ["b.example"], CertFile = folder.File("b.pem") };
        await using var files = new FileCertificates(log, clock);
        files.Use([broken, good], strict: false);
        Assert.NotNull(files.Table.Find("a.example"));
        Assert.Null(files.Table.Find("b.example"));
        var looks = Channel.CreateUnbounded<bool>();
        files.Looked = () => looks.Writer.TryWrite(true);
        files.Start();
        var second = MadeCertificate.For(Now, "a.example");
        folder.Write("a", second, "a.example");
        clock.Advance(FileCertificates.Interval);
        await looks.Reader.ReadAsync(cancelled);
        Assert.Equal(second.Thumbprint, files.Table.Find("a.example")?.Thumbprint);
        File.WriteAllText(folder.File("b.pem"), second.Pem + "\n" + second.Key);
        clock.Advance(FileCertificates.Interval);
        await looks.Reader.ReadAsync(cancelled);
        Assert.Equal(second.Thumbprint, files.Table.Find("a.example")?.Thumbprint);
        Assert.Equal(second.Thumbprint, files.Table.Find("b.example")?.Thumbprint);
    }

    private FileCertificate Loaded(out MadeCertificate made)
    {
        made = MadeCertificate.For(Now, "a.example");
        var file = new FileCertificate(folder.Write("a", made, "a.example"), log, clock);
        file.Load();
        return file;
    }
}
