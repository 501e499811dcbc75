using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Routing;

/// <summary>International names travel in their ASCII form, and a broken one is a name like any other.</summary>
public class InternationalNameTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task A_route_to_an_international_domain_is_found_and_its_name_arrives_as_it_was_sent()
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address) with { Domain = "m\u00fcller.example" }]);
        Assert.StartsWith("HTTP/1.1 200", await proxy.GetRawAsync("/", "xn--mller-kva.example"), StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Host: xn--mller-kva.example", await backend.NextAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_broken_international_name_is_no_fault_of_ours()
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address) with { Domain = "test.example" }]);
        Assert.StartsWith("HTTP/1.1 404", await proxy.GetRawAsync("/", "xn--0"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_redirect_to_https_names_an_international_domain_in_ascii()
    {
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(new Uri("http://127.0.0.1:1")) with { Ssl = true }]);
        Assert.Contains(
            "Location: https://xn--mller-kva.example/a", await proxy.GetRawAsync("/a", "xn--mller-kva.example"), StringComparison.Ordinal);
    }
}
