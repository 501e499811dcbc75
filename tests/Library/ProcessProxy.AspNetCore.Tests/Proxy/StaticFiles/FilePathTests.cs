using ProcessProxy.AspNetCore.Proxy.StaticFiles;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;

public class FilePathTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/", "/")]
    [InlineData("/a.html", "/a.html")]
    [InlineData("/a/b/", "/a/b/")]
    [InlineData("/a%20b/%C3%A9.txt", "/a b/é.txt")]
    [InlineData("/%61", "/a")]
    [InlineData("/100%25", "/100%")]
    [InlineData("/%252e%252e/a", "/%2e%2e/a")]
    [InlineData("/a..b/c.", "/a..b/c.")]
    [InlineData("/.well-known/acme-challenge/x", "/.well-known/acme-challenge/x")]
    [InlineData("/%ff", "/%ff")]
    public void A_name_is_decoded_once(string below, string path)
    {
        Assert.True(FilePath.TryRead(below, out var read));
        Assert.Equal(path, read);
    }

    [Theory]
    [InlineData("/..")]
    [InlineData("/.")]
    [InlineData("/../secret.txt")]
    [InlineData("/a/../../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/%2E./secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/a%2f..%2f..%2fsecret.txt")]
    [InlineData("/%2fetc/passwd")]
    [InlineData("/a%2fb")]
    [InlineData("/..\\secret.txt")]
    [InlineData("/a\\b")]
    [InlineData("/a%5cb")]
    [InlineData("/\\host/a")]
    [InlineData("//host/a")]
    [InlineData("//etc/passwd")]
    [InlineData("/a//b")]
    [InlineData("//")]
    [InlineData("/a%00.html")]
    [InlineData("/a%0a")]
    [InlineData("/%7f")]
    [InlineData("/%c2%85")]
    [InlineData("/.git/config")]
    [InlineData("/.env")]
    [InlineData("/a/.htaccess")]
    [InlineData("/%2eenv")]
    [InlineData("/.well-known/.secret")]
    [InlineData("/a/.well-known/x")]
    [InlineData("/.well-known2/x")]
    [InlineData("/...")]
    public void What_is_no_name_of_a_visible_file_is_refused(string below) => Assert.False(FilePath.TryRead(below, out _));
}
