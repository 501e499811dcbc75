using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class RouteTests
{
    [Fact]
    public void A_route_with_a_target_alone_serves_everything()
    {
        var route = Route("target: 'http://localhost:1'");

        Assert.Equal(new RouteSpec { Path = "/", Type = RouteType.Proxy, Target = new("http://localhost:1") }, route);
    }

    [Fact]
    public void Every_key_of_a_route_arrives_and_rules_keep_their_order()
    {
        var spec = Given.Valid(Given.Texts(
            Given.NamesProcessFile + "routes: [{ domain: A.Example.ORG, path: /p/, type: proxy, target: 'https://h/base', ssl: true, process: web,"
            + " rewrite: { '^/b': /1, '^/a': $1, '^/c': '' }, headers: { Host: x.org, X-Gone: } }]",
            Given.Web()));

        Assert.Equal(
            new RouteSpec
            {
                Domain = "a.example.org", Path = "/p", Type = RouteType.Proxy, Target = new("https://h/base"), Ssl = true, Process = "web",
                Rewrite = [new("^/b", "/1"), new("^/a", "$1"), new("^/c", "")],
                Headers = new([new("Host", "x.org"), new("X-Gone", "")]),
            },
            Assert.Single(spec.Routes));
    }

    [Theory]
    [InlineData("example.org", "example.org")]
    [InlineData("*.Example.org", "*.example.org")]
    [InlineData("localhost", "localhost")]
    [InlineData("192.168.1.2", "192.168.1.2")]
    [InlineData("'[::1]'", "[::1]")]
    [InlineData("a_b-c.de", "a_b-c.de")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    public void A_domain_is_brought_into_the_form_that_browsers_send(string written, string expected) =>
        Assert.Equal(expected, Route($"target: 'http://x', domain: {(written.StartsWith('*') ? $"'{written}'" : written)}").Domain);

    [Theory]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("a.*.org")]
    [InlineData("*a.org")]
    [InlineData("a..org")]
    [InlineData(".org")]
    [InlineData("org.")]
    [InlineData("-a.org")]
    [InlineData("a.org:80")]
    [InlineData("http://a.org")]
    [InlineData("a.org/x")]
    [InlineData("a b")]
    [InlineData("[::1")]
    public void What_is_no_domain_is_an_error(string domain) =>
        Assert.Equal((ProblemCodes.InvalidDomain, "routes[0].domain"), Wrong($"target: 'http://x', domain: '{domain}'"));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/photos", "/photos")]
    [InlineData("/photos/", "/photos")]
    [InlineData("/a/b.c/..d", "/a/b.c/..d")]
    public void A_slash_at_the_end_of_a_path_is_trimmed(string written, string expected) =>
        Assert.Equal(expected, Route($"target: 'http://x', path: {written}").Path);

    [Theory]
    [InlineData("photos")]
    [InlineData("/a?b")]
    [InlineData("/a#b")]
    [InlineData("/a/../b")]
    [InlineData("/./a")]
    [InlineData("/..")]
    [InlineData("/%2E./a")]
    [InlineData("/a//b")]
    [InlineData("//")]
    [InlineData("/a\\b")]
    public void What_is_no_path_is_an_error(string path) =>
        Assert.Equal((ProblemCodes.InvalidPath, "routes[0].path"), Wrong($"target: 'http://x', path: '{path}'"));

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("/relative")]
    [InlineData("ftp://x")]
    [InlineData("http://")]
    [InlineData("http:/x")]
    [InlineData("http://x:0")]
    [InlineData("http://x:99999")]
    [InlineData("http://user@x")]
    [InlineData("http://x/?q=1")]
    [InlineData("http://x/#f")]
    public void What_is_no_target_is_an_error(string target) =>
        Assert.Equal((ProblemCodes.InvalidTarget, "routes[0].target"), Wrong($"target: '{target}'"));

    [Theory]
    [InlineData("path: /a")]
    [InlineData("target: ")]
    public void A_missing_target_is_an_error_at_the_route(string route) => Assert.Equal((ProblemCodes.MissingKey, "routes[0]"), Wrong(route));

    [Theory]
    [InlineData("static")]
    [InlineData("redirect")]
    public void Types_to_come_say_that_they_are_not_supported_yet(string type) =>
        Assert.Equal((ProblemCodes.NotSupported, "routes[0].type"), Wrong($"type: {type}"));

    [Fact]
    public void An_unknown_type_is_an_error() => Assert.Equal((ProblemCodes.NotAChoice, "routes[0].type"), Wrong("type: prox, target: 'http://x'"));

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("a{2,1}")]
    [InlineData("")]
    public void An_expression_that_does_not_compile_is_an_error(string pattern) =>
        Assert.Equal((ProblemCodes.InvalidRewrite, $"routes[0].rewrite.{pattern}"), Wrong($"target: 'http://x', rewrite: {{ '{pattern}': / }}"));

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?<!x)y")]
    public void Expressions_that_need_backtracking_are_valid(string pattern) =>
        Assert.Equal(pattern, Assert.Single(Route($"target: 'http://x', rewrite: {{ '{pattern}': / }}").Rewrite).Pattern);

    [Theory]
    [InlineData("a b: c", ProblemCodes.InvalidHeader)]
    [InlineData("'': c", ProblemCodes.InvalidHeader)]
    [InlineData("'x:': c", ProblemCodes.InvalidHeader)]
    [InlineData("x: \"a\\r\\nb: c\"", ProblemCodes.InvalidHeader)]
    [InlineData("x: a, X: b", ProblemCodes.DuplicateKey)]
    public void A_header_that_cannot_be_sent_is_an_error(string header, string code) =>
        Assert.Equal(code, Wrong($"target: 'http://x', headers: {{ {header} }}").Code);

    [Theory]
    [InlineData("domain: a.org", "domain: A.org")]
    [InlineData("path: /a", "path: /A/")]
    [InlineData("ssl: true", "ssl: false")]
    public void Two_routes_that_cannot_be_told_apart_are_an_error_that_names_the_other(string first, string second)
    {
        var problem = Given.Problem(Given.Texts($"routes:\n  - {{ target: 'http://x', {first} }}\n  - {{ target: 'http://y', {second} }}\n"));

        Assert.Equal((ProblemCodes.RouteConflict, 3), (problem.Code, problem.Line));
        Assert.Contains("line 2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_that_differ_in_domain_or_path_stand_side_by_side() => Assert.Equal(4, Given.Valid(Given.Texts("""
        routes:
          - { target: 'http://x' }
          - { target: 'http://x', path: /a }
          - { target: 'http://x', domain: a.org }
          - { target: 'http://x', domain: '*.a.org' }
        """)).Routes.Count);

    [Fact]
    public void A_process_that_is_not_configured_is_an_error_with_the_nearest_id()
    {
        var problem = Given.Problem(Given.Texts(Given.NamesProcessFile + "routes: [{ target: 'http://x', process: wep }]", Given.Web()));

        Assert.Equal((ProblemCodes.UnknownProcess, "routes[0].process", "web"), (problem.Code, problem.Key, problem.Suggestion));
    }

    [Fact]
    public void A_process_needs_a_process_file() =>
        Assert.Equal((ProblemCodes.UnknownProcess, "routes[0].process"), Wrong("target: 'http://x', process: web"));

    private static RouteSpec Route(string route) => Assert.Single(Given.Valid(Given.Texts($"routes: [{{ {route} }}]")).Routes);

    private static (string Code, string Key) Wrong(string route)
    {
        var problem = Given.Problem(Given.Texts($"routes: [{{ {route} }}]"));
        return (problem.Code, problem.Key);
    }
}
