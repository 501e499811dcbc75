using System.Net;
using System.Text.RegularExpressions;
using ProcessProxy.AspNetCore.Dashboard;
using ProcessProxy.AspNetCore.Tests.Api;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Dashboard;

public partial class DashboardTests : ApiTest
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    [Theory]
    [InlineData("/", "text/html; charset=utf-8", "no-store")]
    [InlineData("/dashboard/app.js", "text/javascript; charset=utf-8", "no-cache")]
    [InlineData("/dashboard/pages/log.js", "text/javascript; charset=utf-8", "no-cache")]
    [InlineData("/dashboard/style.css", "text/css; charset=utf-8", "no-cache")]
    [InlineData("/dashboard/icon.svg", "image/svg+xml", "no-cache")]
    public async Task Pages_and_files_come_with_a_strict_policy(string path, string type, string caching)
    {
        using var response = await Server.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Policy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal(caching, response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task A_file_that_the_browser_has_is_not_sent_again()
    {
        using var first = await Server.GetAsync("/dashboard/style.css");
        var tag = first.Headers.ETag!;
        foreach (var (known, status) in new[] { (tag.Tag, 304), ($"W/{tag.Tag}", 304), ($"\"x\", {tag.Tag}", 304), ("*", 304), ("\"other\"", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/style.css");
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
            using var again = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)again.StatusCode);
            Assert.Equal(status == 304, (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length == 0);
        }
    }

    [Theory]
    [InlineData("/dashboard/index.html")]
    [InlineData("/dashboard/sign-in.html")]
    [InlineData("/dashboard/none.js")]
    [InlineData("/dashboard/pages")]
    [InlineData("/dashboard/")]
    public async Task What_is_no_file_of_it_is_not_found(string path)
    {
        var response = await Server.GetAsync(path);
        await response.FailureAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("DELETE", "/dashboard/app.js")]
    [InlineData("PUT", "/api/session")]
    public async Task Other_methods_are_not_allowed(string method, string path)
    {
        var response = await Server.SendAsync(new HttpMethod(method), path);
        await response.FailureAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }

    [Fact]
    public async Task Without_a_key_nobody_is_asked_to_sign_in()
    {
        Assert.Contains("app.js", await Server.Http.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var session = await Server.Http.GetStringAsync("/api/session", TestContext.Current.CancellationToken);
        Assert.Contains("\"data\":{\"signedIn\":false,\"csrfToken\":null}", session, StringComparison.Ordinal);
        var response = await Server.SendAsync(HttpMethod.Post, "/sign-in");
        await response.FailureAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public void No_file_is_longer_than_one_reads_or_names_another_host()
    {
        Assert.True(DashboardAssets.Names.Count() > 15);
        foreach (var name in DashboardAssets.Names)
        {
            var text = System.Text.Encoding.UTF8.GetString(DashboardAssets.Find(name)!.Content.Span);
            Assert.InRange(text.Split('\n').Length, 1, 201);
            Assert.DoesNotMatch(ForeignHost(), text);
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
            Assert.DoesNotContain("eval(", text, StringComparison.Ordinal);
        }
    }

    // The namespace of SVG is a name, not an address.
    [GeneratedRegex("(https?:)?//(?!www\\.w3\\.org/2000/svg)[a-z0-9-]+\\.[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignHost();
}
