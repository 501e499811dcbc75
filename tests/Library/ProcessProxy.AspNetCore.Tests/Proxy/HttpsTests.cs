using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Tls.Development;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

public class HttpsTests
{
    private const int Timeout = 30_000;
    private const string Domain = "home.turpault.me";

    [Theory(Timeout = Timeout)]
    [InlineData("/photos/one?q=1", "/one?q=1")]
    [InlineData("/photos/", "/")]
    [InlineData("/app2/a%2Fb", "/a%2Fb")]
    [InlineData("/app2/app2/", "/app2/")]
    public async Task The_two_routes_of_one_process_reach_it_without_their_prefix(string asked, string arrived)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(token, SeedRoutes(backend.Address), httpsPort: 0);
        Assert.Equal("ok", await proxy.Client.GetStringAsync($"https://{Domain}:{proxy.App.Endpoints.HttpsPort}{asked}", token));
        var head = await backend.NextAsync(token);
        Assert.StartsWith($"GET {arrived} HTTP/1.1\r\n", head);
        Assert.Contains("X-Forwarded-Proto: https", head);
        Assert.Contains($"Host: {Domain}:{proxy.App.Endpoints.HttpsPort}", head);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/photos", "/photos/")]
    [InlineData("/photos?a=%20&a", "/photos/?a=%20&a")]
    public async Task A_route_without_its_slash_is_sent_to_the_one_with_it(string asked, string location)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(token, SeedRoutes(backend.Address), httpsPort: 0);
        using var response = await proxy.Client.GetAsync($"https://{Domain}:{proxy.App.Endpoints.HttpsPort}{asked}", token);
        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal(location, response.Headers.GetValues("Location").Single());
    }

    [Fact(Timeout = Timeout)]
    public async Task Plain_HTTP_is_sent_to_the_same_URL_over_HTTPS()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(token, SeedRoutes(backend.Address), httpsPort: 0);
        var answer = await proxy.GetRawAsync("/photos/a%2F?x=%zz&x=", Domain + ":8080");
        Assert.StartsWith("HTTP/1.1 308", answer);
        Assert.Contains($"\r\nLocation: https://{Domain}:{proxy.App.Endpoints.HttpsPort}/photos/a%2F?x=%zz&x=\r\n", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task Without_an_HTTPS_listener_the_redirect_names_no_port()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, SeedRoutes(new Uri("http://localhost:1")));
        Assert.Contains($"\r\nLocation: https://{Domain}/photos/\r\n", await proxy.GetRawAsync("/photos/", Domain + ":8080"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(null, "", "")]
    [InlineData(null, ":8080", ":{own}")]
    [InlineData(443, "", "")]
    [InlineData(443, ":8080", "")]
    [InlineData(9443, "", ":9443")]
    [InlineData(9443, ":8080", ":9443")]
    public async Task Behind_forwarded_ports_the_redirect_names_the_port_that_clients_see(int? publicPort, string asked, string expected)
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(
            token, SeedRoutes(new Uri("http://localhost:1")), httpsPort: 0,
            configure: spec => spec with { Listen = spec.Listen with { PublicHttpsPort = publicPort } });
        var port = expected.Replace("{own}", $"{proxy.App.Endpoints.HttpsPort}");
        Assert.Contains($"\r\nLocation: https://{Domain}{port}/photos/\r\n", await proxy.GetRawAsync("/photos/", Domain + asked));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_route_without_ssl_is_served_on_both_ports_and_over_HTTP_2()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)], httpsPort: 0);
        Assert.Equal("ok", await proxy.Client.GetStringAsync("/", token));
        using var request = new HttpRequestMessage(HttpMethod.Get, proxy.App.Endpoints.HttpsUrl + "/a?b")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await proxy.Client.SendAsync(request, token);
        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal("ok", await response.Content.ReadAsStringAsync(token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_backend_of_this_machine_may_sign_its_own_certificate()
    {
        var token = TestContext.Current.CancellationToken;
        using var certificate = X509CertificateLoader.LoadPkcs12(DevelopmentCertificate.Create([], TimeProvider.System.GetUtcNow()), null);
        await using var backend = await LiveBackend.StartAsync(
            context => context.Response.WriteAsync($"{context.Request.Protocol} {context.Request.Host}", token),
            options => options.UseHttps(certificate));
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        var answer = await proxy.GetRawAsync("/", "some.example");
        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains("HTTP/2 some.example", answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_domain_added_while_running_is_covered_by_the_certificate()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await RunningProxy.StartAsync(token, SeedRoutes(new Uri("http://localhost:1")), httpsPort: 0);
        using var before = await proxy.GetCertificateAsync();
        Assert.True(before.MatchesHostname(Domain));
        Assert.False(before.MatchesHostname("a.example.org"));
        proxy.Apply([RunningProxy.Route(new Uri("http://localhost:1")) with { Domain = "*.example.org", Ssl = true }]);
        using var after = await proxy.GetCertificateAsync();
        Assert.True(after.MatchesHostname("a.example.org"));
        proxy.Apply([]);
        using var last = await proxy.GetCertificateAsync();
        Assert.Equal(after.Thumbprint, last.Thumbprint);
    }

    private static RouteSpec[] SeedRoutes(Uri target) =>
    [
        RunningProxy.Route(target, "/photos") with { Domain = Domain, Ssl = true, Rewrite = [new RewriteRule("^/photos/", "/")] },
        RunningProxy.Route(target, "/app2") with { Domain = Domain, Ssl = true, Rewrite = [new RewriteRule("^/app2/", "/")] },
    ];
}
