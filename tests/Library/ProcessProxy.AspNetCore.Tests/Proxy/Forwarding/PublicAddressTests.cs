using System.Net;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

/// <summary>A backend behind a path of its own: what it is told of that path, and what becomes of its own addresses.</summary>
public class PublicAddressTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData("/photos/one?q=1", "/photos")]
    [InlineData("/photos/", "/photos")]
    [InlineData("/photos/a%2Fb", "/photos")]
    [InlineData("/other/one", null)]
    [InlineData("/kept/one", null)]
    [InlineData("/", null)]
    public async Task The_path_that_was_taken_off_is_told(string asked, string? prefix)
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, TestContext.Current.CancellationToken);
        await proxy.GetRawAsync(asked, headers: "X-Forwarded-Prefix: /forged\r\nx_forwarded_prefix: /forged\r\n");
        Assert.Equal(prefix, await PrefixAsync(backend));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/photos/one", "/outer", "/outer/photos")]
    [InlineData("/photos/one", "/outer/", "/outer/photos")]
    [InlineData("/kept/one", "/outer", "/outer")]
    public async Task What_a_trusted_proxy_has_taken_off_stands_before_it(string asked, string told, string expected)
    {
        await using var backend = new RawBackend();
        await using var proxy = await StartAsync(backend.Address, TestContext.Current.CancellationToken, isTrusted: true);
        await proxy.GetRawAsync(asked, headers: $"X-Forwarded-Prefix: {told}\r\n");
        Assert.Equal(expected, await PrefixAsync(backend));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/photos/x", "http://{own}/login?next=%2F", "http://test.example/photos/login?next=%2F")]
    [InlineData("/photos/x", "HTTP://{own}", "http://test.example/photos/")]
    [InlineData("/photos/x", "//{own}/a#b", "http://test.example/photos/a#b")]
    [InlineData("/photos/x", "http://localhost:{port}/a", "http://test.example/photos/a")]
    [InlineData("/photos/x", "/login", "/login")]
    [InlineData("/photos/x", "http://elsewhere.example/login", "http://elsewhere.example/login")]
    [InlineData("/photos/x", "http://{own}0/login", "http://{own}0/login")]
    [InlineData("/photos/x", "https://{own}/login", "https://{own}/login")]
    [InlineData("/photos/x", "http://user@{own}/login", "http://user@{own}/login")]
    [InlineData("/base/x", "http://{own}/app/login", "http://test.example/login")]
    [InlineData("/base/x", "http://{own}/app", "http://test.example/")]
    [InlineData("/base/x", "http://{own}/apple", "http://{own}/apple")]
    [InlineData("/kept/x", "http://{own}/kept/a", "http://test.example/kept/a")]
    public async Task The_backend_s_own_address_becomes_the_public_one(string asked, string location, string expected)
    {
        await using var backend = new AddressedBackend(location);
        await using var proxy = await StartAsync(backend.Address, TestContext.Current.CancellationToken);
        var answer = await proxy.GetRawAsync(asked);
        Assert.Contains($"\r\nLocation: {backend.Fill(expected)}\r\n", answer);
        Assert.Contains($"\r\nContent-Location: {backend.Fill(expected)}\r\n", answer);
        Assert.Contains($"\r\nRefresh: 5; URL={backend.Fill(expected)}\r\n", answer.Replace("'", ""));
    }

    [Fact(Timeout = Timeout)]
    public async Task It_is_the_address_that_a_trusted_proxy_tells()
    {
        await using var backend = new AddressedBackend("http://{own}/login");
        await using var proxy = await StartAsync(backend.Address, TestContext.Current.CancellationToken, isTrusted: true);
        var answer = await proxy.GetRawAsync(
            "/photos/x", headers: "X-Forwarded-Prefix: /outer\r\nX-Forwarded-Host: public.example:8443\r\nX-Forwarded-Proto: https\r\n");
        Assert.Contains("\r\nLocation: https://public.example:8443/outer/photos/login\r\n", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stranger_chooses_neither_host_nor_prefix()
    {
        await using var backend = new AddressedBackend("http://{own}/login");
        await using var proxy = await StartAsync(backend.Address, TestContext.Current.CancellationToken);
        var answer = await proxy.GetRawAsync("/photos/x", headers: "X-Forwarded-Prefix: /evil\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n");
        Assert.Contains("\r\nLocation: http://test.example/photos/login\r\n", answer);
    }

    private static async Task<string?> PrefixAsync(RawBackend backend) =>
        (await backend.NextAsync(TestContext.Current.CancellationToken)).Split("\r\n")
            .Where(line => line.Contains("prefix", StringComparison.OrdinalIgnoreCase)).Select(line => line["X-Forwarded-Prefix: ".Length..]).SingleOrDefault();

    private static Task<RunningProxy> StartAsync(Uri backend, CancellationToken token, bool isTrusted = false) => RunningProxy.StartAsync(
        token,
        [
            RunningProxy.Route(backend, "/photos") with { Rewrite = [new RewriteRule("^/photos/", "/")] },
            RunningProxy.Route(backend, "/other") with { Rewrite = [new RewriteRule("^/other/one", "/two")] },
            RunningProxy.Route(backend, "/kept"),
            RunningProxy.Route(new Uri(backend, "/app/"), "/base"),
            RunningProxy.Route(backend),
        ],
        configure: spec => isTrusted ? spec with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] } : spec);

    /// <summary>Answers with addresses in which its own stands for {own}.</summary>
    private sealed class AddressedBackend : IAsyncDisposable
    {
        private readonly ScriptedServer backend;

        public AddressedBackend(string location) => backend = new ScriptedServer(async exchange =>
        {
            await exchange.ReadHeadAsync();
            var filled = Fill(location);
            await exchange.SendAsync(
                $"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {filled}\r\nContent-Location: {filled}\r\nRefresh: 5; URL='{filled}'\r\nConnection: close\r\n\r\n");
        });

        public Uri Address => backend.Address;

        public string Fill(string text) => text.Replace("{own}", Address.Authority).Replace("{port}", $"{Address.Port}");

        public ValueTask DisposeAsync() => backend.DisposeAsync();
    }
}
