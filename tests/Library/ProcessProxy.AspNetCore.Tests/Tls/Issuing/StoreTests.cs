using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Issuing;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Issuing;

/// <summary>What is kept on the disk.</summary>
public sealed class StoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TlsFolder folder = new();
    private readonly RecordedLog log = new();

    private string Kept => folder.File("kept");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Keys_are_readable_by_their_owner_only_and_nothing_else_is_left_in_the_folder()
    {
        new CertificateStore(Kept, log).Store("a.example", MadeCertificate.For(Now, "a.example").Issued, Now);
        new AccountStore(Kept, log).Save(Account());
        Assert.Equal(["a.example.pem", "account.json"], Directory.GetFileSystemEntries(Kept).Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            foreach (var path in Directory.GetFiles(Kept))
            {
                Assert.Equal(file, File.GetUnixFileMode(path));
            }

            Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(Kept));
        }
    }

    [Fact]
    public void An_account_comes_back_as_it_was()
    {
        var store = new AccountStore(Kept, log);
        Assert.Null(store.Load());
        var account = Account();
        store.Save(account);
        Assert.Equal(account, store.Load());
        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"key\":\"no key\",\"url\":\"https://a.example/1\"}")]
    [InlineData("{\"key\":\"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\"}")]
    [InlineData("not json")]
    public void A_damaged_account_is_told_and_not_used(string content)
    {
        Directory.CreateDirectory(Kept);
        File.WriteAllText(Path.Combine(Kept, "account.json"), content);
        Assert.Null(new AccountStore(Kept, log).Load());
        Assert.Contains("account.json", Assert.Single(log.Lines));
    }

    [Theory]
    [InlineData("")]
    [InlineData("damaged")]
    public void A_damaged_certificate_is_told_and_not_used(string content)
    {
        Directory.CreateDirectory(Kept);
        File.WriteAllText(Path.Combine(Kept, "a.example.pem"), content);
        Assert.Null(new CertificateStore(Kept, log).Load("a.example"));
        Assert.Contains("a.example.pem", Assert.Single(log.Lines));
    }

    [Fact]
    public void Where_nothing_can_be_stored_the_certificate_is_used_all_the_same()
    {
        File.WriteAllText(Kept, "in the way");
        Assert.NotNull(new CertificateStore(Kept, log).Store("a.example", MadeCertificate.For(Now, "a.example").Issued, Now));
        Assert.Contains("kept in memory only", Assert.Single(log.Lines));
    }

    [Fact]
    public void Each_authority_has_a_folder_of_its_own()
    {
        Assert.Equal(
            Path.Combine("s", "acme.example-directory".Replace('-', '_')), CertificateStore.FolderOf("s", new Uri("https://acme.example/directory")));
        Assert.Equal(
            Path.Combine("s", "acme.example_8443_a_b"), CertificateStore.FolderOf("s", new Uri("https://acme.example:8443/a/b")));
    }

    private static StoredAccount Account()
    {
        using var key = AccountKey.Create();
        return new(key.ToPem(), new Uri("https://acme.example/account/1"), "me@example.org");
    }
}
