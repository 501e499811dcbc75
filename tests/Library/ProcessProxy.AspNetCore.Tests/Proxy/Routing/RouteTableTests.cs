using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Routing;

public class RouteTableTests
{
    private static readonly RouteTable Table = new(
    [
        Route("/", null), Route("/photos/albums/of/1999", null),
        Route("/", "*.example.org"), Route("/photos", "*.example.org"), Route("/", "*.deep.example.org"),
        Route("/api", "www.example.org"), Route("/api/v2", "www.example.org"),
        Route("/", "::1"), Route("/", "m\u00fcller.example"), Route("/a b", "www.example.org"),
    ], Unanswered.Pipeline);

    [Theory]
    [InlineData("www.example.org", "/api", "www.example.org/api")]
    [InlineData("www.example.org", "/api/", "www.example.org/api")]
    [InlineData("www.example.org", "/api/v2/x", "www.example.org/api/v2")]
    [InlineData("www.example.org", "/api/v22", "www.example.org/api")]
    [InlineData("www.example.org", "/apix", "*.example.org/")]
    [InlineData("www.example.org", "/API", "*.example.org/")]
    [InlineData("WWW.Example.ORG:8080", "/api", "www.example.org/api")]
    [InlineData("www.example.org.", "/api", "www.example.org/api")]
    [InlineData("www.example.org", "/photos/albums/of/1999", "*.example.org/photos")]
    [InlineData("a.b.example.org", "/", "*.example.org/")]
    [InlineData("x.deep.example.org", "/photos", "*.deep.example.org/")]
    [InlineData("deep.example.org", "/photos", "*.example.org/photos")]
    [InlineData("example.org", "/photos", "any/")]
    [InlineData(".example.org", "/", "any/")]
    [InlineData("evil-example.org", "/", "any/")]
    [InlineData("elsewhere", "/photos/albums/of/1999/x", "any/photos/albums/of/1999")]
    [InlineData("", "/", "any/")]
    [InlineData("[::1]:8080", "/x", "::1/")]
    [InlineData("[::1]", "/x", "::1/")]
    [InlineData("xn--mller-kva.example", "/", "m\u00fcller.example/")]
    [InlineData("www.example.org", "/a b/c", "www.example.org/a b")]
    [InlineData("elsewhere", "//photos/albums/of/1999", "any/")]
    public void The_domain_decides_before_the_path_and_the_longest_path_wins(string host, string path, string expected)
    {
        var spec = Table.Find(host, path)!.Spec;
        Assert.Equal(expected, (spec.Domain ?? "any") + spec.Path);
    }

    [Fact]
    public void Without_a_route_for_the_path_nothing_is_found()
    {
        var table = new RouteTable([Route("/photos", "a.example")], Unanswered.Pipeline);
        Assert.Null(table.Find("a.example", "/"));
        Assert.Null(table.Find("a.example", "/photosx"));
        Assert.Null(table.Find("b.example", "/photos"));
        Assert.Null(new RouteTable([], Unanswered.Pipeline).Find("a.example", "/"));
    }

    [Fact]
    public void A_route_written_with_escapes_matches_its_decoded_path() =>
        Assert.NotNull(new RouteTable([Route("/a%20b", null)], Unanswered.Pipeline).Find("x", "/a b/c"));

    [Fact]
    public void A_route_that_does_not_change_stays_what_it_is_with_what_it_counts()
    {
        var before = new RouteTable([Route("/kept", null), Route("/changed", null)], Unanswered.Pipeline);
        var after = new RouteTable([Route("/changed", null) with { Compression = true }, Route("/kept", null)], Unanswered.Pipeline, before);
        Assert.Same(before.Find("x", "/kept"), after.Find("x", "/kept"));
        Assert.NotSame(before.Find("x", "/changed"), after.Find("x", "/changed"));
    }

    private static RouteSpec Route(string path, string? domain) =>
        new() { Path = path, Domain = domain, Action = new ForwardSpec { Targets = [new Uri("http://localhost:1")] } };
}
