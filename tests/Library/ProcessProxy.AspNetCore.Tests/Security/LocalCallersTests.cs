using ProcessProxy.AspNetCore.Tests.Api;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security;

public class LocalCallersTests : ApiTest
{
    private const string Post = "POST /api/processes/web/stop HTTP/1.1";

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:4481")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.8.9.10:4481")]
    [InlineData("[::1]")]
    [InlineData("[::1]:4481")]
    public async Task A_local_host_passes(string host) => Assert.StartsWith(
        "HTTP/1.1 200", await RawRequest.SendAsync(Server.Address, Post, $"Host: {host}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:4481")]
    [InlineData("localhost.evil.example")]
    [InlineData("localhost.")]
    [InlineData("web.localhost")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.0.1")]
    [InlineData("[::2]")]
    [InlineData("xn--0")]
    [InlineData("xn--mller-kva.example")]
    public async Task A_foreign_host_is_refused_before_anything_is_done(string host) =>
        await RefusedAsync(Post, $"Host: {host}");

    [Fact]
    public async Task A_request_without_a_host_is_refused()
    {
        await RefusedAsync("GET /api/processes HTTP/1.0");
        Assert.StartsWith("HTTP/1.1 400", await RawRequest.SendAsync(Server.Address, Post), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://localhost:4481")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:4481")]
    [InlineData("http://localhost:4481.evil.example")]
    [InlineData("http://user@localhost:4481")]
    [InlineData("http://localhost:4481/path")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("file://")]
    [InlineData("http://localhost:4481, http://evil.example")]
    public async Task A_foreign_origin_is_refused(string origin) =>
        await RefusedAsync(Post, "Host: localhost:4481", $"Origin: {origin}");

    [Fact]
    public async Task Two_origins_are_refused() =>
        await RefusedAsync(Post, "Host: localhost:4481", "Origin: http://localhost:4481", "Origin: http://evil.example");

    [Theory]
    [InlineData("localhost:4481", "http://localhost:4481")]
    [InlineData("LocalHost:4481", "http://localhost:4481")]
    [InlineData("localhost", "http://localhost:80")]
    [InlineData("[::1]:4481", "http://[::1]:4481")]
    public async Task The_servers_own_origin_passes(string host, string origin) => Assert.StartsWith(
        "HTTP/1.1 200",
        await RawRequest.SendAsync(Server.Address, Post, $"Host: {host}", $"Origin: {origin}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", true)]
    [InlineData("cross-site", false)]
    [InlineData("anything", false)]
    public async Task A_page_of_another_site_is_refused_even_without_an_origin(string site, bool passes)
    {
        string[] request = ["GET /api/processes HTTP/1.1", "Host: localhost", $"Sec-Fetch-Site: {site}"];
        var answer = await RawRequest.SendAsync(Server.Address, request);
        Assert.StartsWith(passes ? "HTTP/1.1 200" : "HTTP/1.1 403", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1")]
    [InlineData("GET /api/events HTTP/1.1")]
    [InlineData("GET /nothing HTTP/1.1")]
    public async Task Every_path_is_guarded(string request) => await RefusedAsync(request, "Host: evil.example");

    private async Task RefusedAsync(params string[] request)
    {
        var answer = await RawRequest.SendAsync(Server.Address, request);
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"forbidden\"", answer, StringComparison.Ordinal);
        Assert.Empty(Server.Processes.Commands);
    }
}
