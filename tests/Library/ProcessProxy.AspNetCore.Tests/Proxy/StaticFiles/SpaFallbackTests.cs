using System.Net;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;

/// <summary>What an application that routes in the browser is asked for: its entry page stands for pages, and for nothing else.</summary>
public class SpaFallbackTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData("/app/users/7", "", "")]
    [InlineData("/app/users/", "*/*", "")]
    [InlineData("/app/users/john.doe", "text/html,application/xhtml+xml,*/*;q=0.8", "document")]
    [InlineData("/app/release/v1.2", "text/html", "")]
    [InlineData("/app/users/7", "*/*", "iframe")]
    [InlineData("/app/users/7", "text/html, */*", "empty")]
    public async Task A_page_is_answered_with_the_entry_page(string path, string accept, string destination) =>
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), await GetAsync(path, accept, destination, TestContext.Current.CancellationToken));

    [Theory(Timeout = Timeout)]
    [InlineData("/app/missing-abc.js", "", "")]
    [InlineData("/app/missing-abc.js", "text/html", "document")]
    [InlineData("/app/chunk.mjs", "*/*", "script")]
    [InlineData("/app/app.js.map", "*/*", "")]
    [InlineData("/app/a/style.css", "text/css,*/*;q=0.1", "style")]
    [InlineData("/app/logo.PNG", "image/avif,image/webp,*/*", "")]
    [InlineData("/app/old.html", "text/html", "document")]
    [InlineData("/app/module", "*/*", "script")]
    [InlineData("/app/picture", "image/avif,image/webp,*/*;q=0.8", "")]
    [InlineData("/app/picture", "image/avif,image/webp,*/*;q=0.8", "image")]
    [InlineData("/app/api/users", "application/json", "")]
    [InlineData("/app/api/users", "*/*", "empty")]
    [InlineData("/app/users", "text/html;q=0, application/json", "")]
    public async Task What_is_no_page_is_missing(string path, string accept, string destination) =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path, accept, destination, TestContext.Current.CancellationToken)).Status);

    [Theory(Timeout = Timeout)]
    [InlineData("a.html", "text/html; charset=utf-8")]
    [InlineData("a.css", "text/css; charset=utf-8")]
    [InlineData("a.js", "text/javascript; charset=utf-8")]
    [InlineData("a.mjs", "text/javascript; charset=utf-8")]
    [InlineData("a.txt", "text/plain; charset=utf-8")]
    [InlineData("a.md", "text/markdown; charset=utf-8")]
    [InlineData("a.csv", "text/csv; charset=utf-8")]
    [InlineData("a.json", "application/json")]
    [InlineData("a.xml", "text/xml")]
    [InlineData("a.svg", "image/svg+xml")]
    [InlineData("a.png", "image/png")]
    public async Task Text_says_that_it_is_UTF_8(string file, string type)
    {
        using var site = new Site(file);
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [site.Route()]);
        Assert.Contains($"\r\nContent-Type: {type}\r\n", await proxy.GetRawAsync("/" + file));
    }

    private static async Task<(HttpStatusCode Status, string? Type)> GetAsync(string path, string accept, string destination, CancellationToken token)
    {
        using var site = new Site("index.html");
        await using var proxy = await RunningProxy.StartAsync(token, [site.Route("/app", spaFallback: true)]);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in new[] { ("Accept", accept), ("Sec-Fetch-Dest", destination) }.Where(header => header.Item2.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await proxy.Client.SendAsync(request, token);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString());
    }
}
