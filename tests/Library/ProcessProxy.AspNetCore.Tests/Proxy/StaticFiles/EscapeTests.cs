using ProcessProxy.AspNetCore.Proxy.StaticFiles;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;

/// <summary>Nothing outside the folder of a static route is served, whatever is asked for.</summary>
public class EscapeTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData("/../secret.txt")]
    [InlineData("/sub/../../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/%2e%2e%2fsecret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/..\\secret.txt")]
    [InlineData("/..;/secret.txt")]
    [InlineData("/%252e%252e/secret.txt")]
    [InlineData("/..%c0%afsecret.txt")]
    [InlineData("/.%00./secret.txt")]
    [InlineData("/index.html%00.txt")]
    [InlineData("//secret.txt")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc/passwd")]
    [InlineData("//evil.example/sub")]
    [InlineData("/\\evil.example/sub")]
    [InlineData("/.git/config")]
    [InlineData("/sub/.hidden")]
    [InlineData("http://evil.example/../secret.txt")]
    [InlineData("/~root")]
    [InlineData("/file:///etc/passwd")]
    public async Task A_way_out_of_the_folder_leads_nowhere(string target)
    {
        using var site = new Site("index.html", "sub/index.html", ".git/config", "sub/.hidden");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route(), site.Route("/docs")]);
        foreach (var asked in target.StartsWith('/') ? new[] { target, "/docs" + target } : [target])
        {
            var answer = await proxy.GetRawAsync(asked);
            Assert.StartsWith("HTTP/1.1 40", answer);
            Assert.DoesNotContain("Location", answer);
            Assert.DoesNotContain(Site.Secret, answer);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("^/docs/", "/../")]
    [InlineData("^/docs/.*", "/..%2fsecret.txt")]
    [InlineData("^/docs/.*", "/%2e%2e/secret.txt")]
    [InlineData("^/docs/.*", "//secret.txt")]
    [InlineData("^/docs/.*", "/.env")]
    public async Task Nor_does_a_rewrite_that_makes_one(string pattern, string replacement)
    {
        using var site = new Site(".env");
        var route = site.Route("/docs") with { Rewrite = [new RewriteRule(pattern, replacement)] };
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [route]);
        Assert.StartsWith("HTTP/1.1 40", await proxy.GetRawAsync("/docs/secret.txt"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_rewritten_folder_redirects_to_no_other_host()
    {
        using var site = new Site("sub/index.html");
        var route = site.Route() with { Rewrite = [new RewriteRule("^.*evil.example.*$", "/sub")] };
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [route]);
        Assert.DoesNotContain("Location", await proxy.GetRawAsync("//evil.example/sub"));
        Assert.DoesNotContain("Location", await proxy.GetRawAsync("/\\evil.example/sub"));
    }

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/sub/../../secret.txt")]
    [InlineData("../secret.txt")]
    [InlineData("-beside/b.txt")]
    [InlineData("")]
    public void Even_a_name_that_was_not_checked_leads_nowhere(string name)
    {
        using var site = new Site("sub/a.txt");
        Directory.CreateDirectory(site.Folder + "-beside");
        File.WriteAllText(site.Folder + "-beside/b.txt", Site.Secret);
        Assert.False(new StaticFolder((StaticFilesSpec)site.Route().Action).GetFileInfo(name).Exists);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("out.txt", false)]
    [InlineData("out/secret.txt", false)]
    [InlineData("roundabout.txt", false)]
    [InlineData("relative.txt", false)]
    [InlineData("beside.txt", false)]
    [InlineData("broken.txt", false)]
    [InlineData("circle.txt", false)]
    [InlineData("in.txt", true)]
    [InlineData("folder/b.txt", true)]
    [InlineData("longer.txt", true)]
    public async Task A_link_is_followed_as_long_as_it_stays_inside(string name, bool served)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a privilege there.");
        using var site = LinkedSite();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route()]);
        var answer = await proxy.GetRawAsync("/" + name);
        Assert.StartsWith(served ? "HTTP/1.1 200" : "HTTP/1.1 404", answer);
        Assert.DoesNotContain(Site.Secret, answer);
        Assert.Equal(served, answer.EndsWith("content of a/b.txt", StringComparison.Ordinal));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("out.txt", true)]
    [InlineData("out/secret.txt", true)]
    [InlineData("relative.txt", true)]
    [InlineData("broken.txt", false)]
    [InlineData("circle.txt", false)]
    public async Task With_allowSymlinks_it_may_lead_out(string name, bool served)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a privilege there.");
        using var site = LinkedSite();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route(allowSymlinks: true)]);
        var answer = await proxy.GetRawAsync("/" + name);
        Assert.StartsWith(served ? "HTTP/1.1 200" : "HTTP/1.1 404", answer);
        Assert.Equal(served, answer.EndsWith(Site.Secret, StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_folder_itself_may_be_a_link_that_is_exchanged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a privilege there.");
        var token = TestContext.Current.CancellationToken;
        using var site = new Site("one/index.html", "two/index.html", "two/b.html");
        File.CreateSymbolicLink(site.Inside("two/linked.html"), "b.html");
        var current = site.Inside("current");
        Directory.CreateSymbolicLink(current, "one");
        var route = site.Route() with { Action = new StaticFilesSpec { Folder = current } };
        await using var proxy = await RunningProxy.StartAsync(token, [route]);
        Assert.Equal("content of one/index.html", await proxy.Client.GetStringAsync("/", token));
        Directory.Delete(current);
        Directory.CreateSymbolicLink(current, "two");
        Assert.Equal("content of two/index.html", await proxy.Client.GetStringAsync("/", token));
        Assert.Equal("content of two/b.html", await proxy.Client.GetStringAsync("/linked.html", token));
    }

    [Fact]
    public void A_real_path_has_no_link_in_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a privilege there.");
        using var site = LinkedSite();
        var root = RealPath.Of(site.Folder)!;
        Assert.Equal(root + "/a/b.txt", RealPath.Of(site.Inside("longer.txt")));
        Assert.Equal(root + "/a/nothing/at/all", RealPath.Of(site.Inside("folder/nothing/./at/all")));
        Assert.Equal("/", RealPath.Of("/.."));
        Assert.Null(RealPath.Of(site.Inside("circle.txt")));
    }

    private static Site LinkedSite()
    {
        var site = new Site("a/b.txt");
        File.CreateSymbolicLink(site.Inside("out.txt"), site.Outside("secret.txt"));
        Directory.CreateSymbolicLink(site.Inside("out"), "..");
        File.CreateSymbolicLink(site.Inside("relative.txt"), "../secret.txt");
        File.CreateSymbolicLink(site.Inside("roundabout.txt"), "folder/../../secret.txt");
        Directory.CreateDirectory(site.Folder + "-beside");
        File.WriteAllText(site.Folder + "-beside/b.txt", Site.Secret);
        File.CreateSymbolicLink(site.Inside("beside.txt"), site.Folder + "-beside/b.txt");
        File.CreateSymbolicLink(site.Inside("broken.txt"), "nothing");
        File.CreateSymbolicLink(site.Inside("circle.txt"), "circle.txt");
        File.CreateSymbolicLink(site.Inside("in.txt"), "a/b.txt");
        Directory.CreateSymbolicLink(site.Inside("folder"), "a");
        File.CreateSymbolicLink(site.Inside("longer.txt"), "../site/in.txt");
        return site;
    }
}
