using System.Net;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Origin;

public class TrustedProxyTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task What_a_trusted_proxy_says_is_kept_and_the_proxy_is_added()
    {
        var head = await ForwardAsync(
            "127.0.0.0/8",
            "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\n"
            + "X_Forwarded_For: 6.6.6.6\r\nX-Forwarded_Proto: ftp\r\n",
            TestContext.Current.CancellationToken);
        Assert.Equal(
            ["X-Forwarded-For: 1.2.3.4, 5.6.7.8, 127.0.0.1", "X-Forwarded-Host: public.example", "X-Forwarded-Proto: https"], head);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_a_trusted_proxy_does_not_say_is_taken_from_the_connection()
    {
        var head = await ForwardAsync("127.0.0.0/8", "", TestContext.Current.CancellationToken);
        Assert.Equal(["X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: test.example", "X-Forwarded-Proto: http"], head);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_anybody_else_says_is_dropped()
    {
        var head = await ForwardAsync(
            "10.0.0.0/8", "X-Forwarded-For: 10.2.3.4\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n", TestContext.Current.CancellationToken);
        Assert.Equal(["X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: test.example", "X-Forwarded-Proto: http"], head);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("https", true)]
    [InlineData("HTTPS", true)]
    [InlineData("https, http", true)]
    [InlineData("wss", true)]
    [InlineData("http", false)]
    [InlineData("http, https", false)]
    [InlineData("nonsense", false)]
    public async Task Behind_a_trusted_proxy_a_request_is_as_secure_as_that_says(string proto, bool secure)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend();
        var route = RunningProxy.Route(backend.Address) with { Ssl = true, Hsts = new HstsSpec { MaxAge = TimeSpan.FromDays(1) } };
        await using var proxy = await RunningProxy.StartAsync(token, [route], configure: spec => spec with { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] });
        var answer = await proxy.GetRawAsync("/", headers: $"X-Forwarded-Proto: {proto}\r\n");
        Assert.StartsWith(secure ? "HTTP/1.1 200" : "HTTP/1.1 308", answer);
        Assert.Equal(secure, answer.Contains("\r\nStrict-Transport-Security: max-age=86400\r\n", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_reload_changes_who_is_trusted()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        await proxy.GetRawAsync("/", headers: "X-Forwarded-For: 1.2.3.4\r\n");
        Assert.Contains("X-Forwarded-For: 127.0.0.1", (await backend.NextAsync(token)).Split("\r\n"));
        proxy.App.Apply(proxy.Spec with { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] });
        await proxy.GetRawAsync("/", headers: "X-Forwarded-For: 1.2.3.4\r\n");
        Assert.Contains("X-Forwarded-For: 1.2.3.4, 127.0.0.1", (await backend.NextAsync(token)).Split("\r\n"));
    }

    private static async Task<string[]> ForwardAsync(string trusted, string headers, CancellationToken cancellationToken)
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(
            cancellationToken, [RunningProxy.Route(backend.Address)], configure: spec => spec with { TrustedProxies = [IPNetwork.Parse(trusted)] });
        await proxy.GetRawAsync("/", headers: headers);
        return [.. (await backend.NextAsync(cancellationToken)).Split("\r\n").Where(line => line.StartsWith("X-Forwarded") || line.StartsWith("X_")).Order(StringComparer.Ordinal)];
    }
}
