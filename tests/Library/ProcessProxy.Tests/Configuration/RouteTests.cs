using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class RouteTests
{
    [Fact]
    public void A_folder_that_comes_out_empty_does_not_publish_the_project()
    {
        var problem = Given.Problem(Given.Texts("routes: [{ type: static, staticPath: \"${NOPE:-}\" }]"));
        Assert.Equal((ProblemCodes.EmptyValue, "routes[0].staticPath"), (problem.Code, problem.Key));
    }

    [Fact]
    public void A_route_with_a_target_alone_serves_everything()
    {
        var route = Route("target: 'http://localhost:1'");

        Assert.Equal(new RouteSpec { Path = "/", Action = new ForwardSpec { Targets = [new("http://localhost:1")] } }, route);
    }

    [Theory]
    [InlineData("", "http://localhost:8080", "port")]
    [InlineData("", "http://127.0.0.1:8080/base", "port")]
    [InlineData("", "http://[::1]:8080", "port")]
    [InlineData("", "http://0.0.0.0:8080", "port")]
    [InlineData("port: 80", "http://localhost", "port")]
    [InlineData("tls: { selfSigned: true }\nhttpsPort: 9443", "https://localhost:9443", "httpsPort")]
    [InlineData("host: 192.0.2.1", "http://192.0.2.1:8080", "port")]
    [InlineData("host: 127.0.0.1", "http://localhost:8080", "port")]
    [InlineData("management: { port: 4999 }", "http://localhost:4999", "management.port")]
    [InlineData("", "http://127.0.0.1:4481", "management.port")]
    [InlineData("", "http://[::ffff:127.0.0.1]:4481", "management.port")]
    public void A_route_that_leads_back_to_this_server_is_a_mistake(string keys, string target, string key)
    {
        var problem = Given.Problem(Given.Texts($"{keys}\nroutes: [{{ target: 'http://localhost:1' }}, {{ path: /x, targets: ['http://localhost:2', '{target}'] }}]"));
        Assert.Equal((ProblemCodes.Contradiction, keys.Count(c => c == '\n') + 2), (problem.Code, problem.Line));
        Assert.StartsWith($"This target is the server itself ('{key}' is ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "http://other.example:8080")]
    [InlineData("", "http://localhost:8081")]
    [InlineData("host: 192.0.2.1", "http://localhost:8080")]
    [InlineData("host: 127.0.0.1", "http://[::1]:8080")]
    [InlineData("port: 0", "http://localhost:8080")]
    [InlineData("management: { apiKey: a-key-that-is-asked-for }", "http://127.0.0.1:4481")]
    public void A_route_to_another_program_or_to_what_asks_for_a_key_is_none(string keys, string target) =>
        Given.Valid(Given.Texts($"{keys}\nroutes: [{{ target: '{target}' }}]"));

    [Fact]
    public void Every_key_of_a_route_arrives_and_rules_keep_their_order()
    {
        var spec = Given.Valid(Given.Texts(
            Given.NamesProcessFile + "tls: { selfSigned: true }\nroutes: [{ domain: A.Example.ORG, path: /p/, type: proxy, ssl: true, process: web,"
            + " target: 'https://h/base', targets: ['http://i'], loadBalancing: least-requests, sessionAffinity: { cookie: at },"
            + " preserveHost: false, timeout: 5, hold: { timeout: 6, maxRequests: 7 }, maxRequestBody: 1KB, compression: true,"
            + " hsts: { days: 2, includeSubDomains: true, preload: true }, rateLimit: { requests: 8, window: 9 },"
            + " rewrite: { '^/b': /1, '^/a': $1, '^/c': '' }, headers: { Host: x.org, X-Gone: }, responseHeaders: { Server: } }]",
            Given.Web()));

        Assert.Equal(
            new RouteSpec
            {
                Domain = "a.example.org", Path = "/p", Ssl = true,
                Action = new ForwardSpec
                {
                    Process = "web", Targets = [new("https://h/base"), new("http://i")], LoadBalancing = LoadBalancing.LeastRequests, AffinityCookie = "at",
                    PreserveHost = false, Timeout = TimeSpan.FromMilliseconds(5), Hold = new() { Timeout = TimeSpan.FromMilliseconds(6), MaxRequests = 7 },
                    MaxRequestBody = 1024, Headers = new([new("Host", "x.org"), new("X-Gone", "")]),
                },
                Compression = true, Hsts = new() { MaxAge = TimeSpan.FromDays(2), IncludeSubDomains = true, Preload = true },
                RateLimit = new() { Requests = 8, Window = TimeSpan.FromMilliseconds(9) }, ResponseHeaders = new([new("Server", "")]),
                Rewrite = [new("^/b", "/1"), new("^/a", "$1"), new("^/c", "")],
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
    [InlineData(@"/\u0085")]
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
    [InlineData("http://localhost:88920")]
    [InlineData("http://localhost:0/app")]
    [InlineData("https://[::1]:65536")]
    public void A_target_with_an_impossible_port_is_told_so(string target)
    {
        var problem = Given.Problem(Given.Texts($"routes: [{{ target: '{target}' }}]"));
        Assert.Equal((ProblemCodes.InvalidTarget, $"The port of the target '{target}' must be from 1 to 65535."), (problem.Code, problem.Message));
    }

    [Theory]
    [InlineData("localhost:8892", "http://localhost:8892")]
    [InlineData("127.0.0.1:8892/app", "http://127.0.0.1:8892/app")]
    [InlineData("ftp://x", null)]
    [InlineData("http://x/?q=1", null)]
    public void A_target_without_its_scheme_is_suggested_with_it(string target, string? suggestion) =>
        Assert.Equal(suggestion, Given.Problem(Given.Texts($"routes: [{{ target: '{target}' }}]")).Suggestion);

    [Fact]
    public void More_targets_than_can_be_kept_apart_are_an_error()
    {
        static string Targets(int count) => $"targets: [{string.Join(", ", Enumerable.Range(1, count).Select(port => $"'http://x:{port}'"))}]";
        Assert.Equal(64, Route(Targets(64)).Forward().Targets.Count);
        Assert.Equal((ProblemCodes.OutOfRange, "routes[0].targets"), Wrong(Targets(65)));
    }

    [Theory]
    [InlineData("path: /a")]
    [InlineData("target: ")]
    public void A_missing_target_is_an_error_at_the_route(string route) => Assert.Equal((ProblemCodes.MissingKey, "routes[0]"), Wrong(route));

    [Fact]
    public void A_static_route_has_a_folder_and_a_redirect_a_destination()
    {
        Assert.Equal(
            new RouteSpec { Path = "/", Action = new StaticFilesSpec { Folder = "/srv/app/www", SpaFallback = true, AllowSymlinks = true } },
            Route("type: static, staticPath: www, spaFallback: true, allowSymlinks: true"));
        Assert.Equal(
            new RouteSpec { Path = "/", Action = new RedirectSpec { To = "https://x.org/", Status = 308 } },
            Route("type: redirect, redirectTo: 'https://x.org/'"));
        Assert.Equal(307, Assert.IsType<RedirectSpec>(Route("type: redirect, redirectTo: /a, redirectStatus: 307").Action).Status);
    }

    [Theory]
    [InlineData("type: static", ProblemCodes.MissingKey, "routes[0]")]
    [InlineData("type: redirect", ProblemCodes.MissingKey, "routes[0]")]
    [InlineData("type: redirect, redirectTo: //evil", ProblemCodes.InvalidRedirect, "routes[0].redirectTo")]
    [InlineData("type: redirect, redirectTo: x.org", ProblemCodes.InvalidRedirect, "routes[0].redirectTo")]
    [InlineData("type: redirect, redirectTo: 'ftp://x.org'", ProblemCodes.InvalidRedirect, "routes[0].redirectTo")]
    [InlineData("type: redirect, redirectTo: \"/a\\r\\nb\"", ProblemCodes.InvalidRedirect, "routes[0].redirectTo")]
    [InlineData("type: redirect, redirectTo: /a, redirectStatus: 303", ProblemCodes.NotAChoice, "routes[0].redirectStatus")]
    [InlineData("type: redirect, redirectTo: /a, target: 'http://x'", ProblemCodes.Contradiction, "routes[0].target")]
    [InlineData("type: static, staticPath: a, headers: { X: y }", ProblemCodes.Contradiction, "routes[0].headers")]
    [InlineData("target: 'http://x', spaFallback: true", ProblemCodes.Contradiction, "routes[0].spaFallback")]
    [InlineData("target: 'http://x', targets: ['http://x']", ProblemCodes.Contradiction, "routes[0].targets[0]")]
    [InlineData("targets: []", ProblemCodes.EmptyValue, "routes[0].targets")]
    [InlineData("targets: [x]", ProblemCodes.InvalidTarget, "routes[0].targets[0]")]
    [InlineData("target: 'http://x', hsts: true", ProblemCodes.Contradiction, "routes[0].hsts")]
    [InlineData("target: 'http://x', sessionAffinity: { cookie: 'a b' }", ProblemCodes.InvalidHeader, "routes[0].sessionAffinity.cookie")]
    [InlineData("target: 'http://x', rateLimit: { window: 5 }", ProblemCodes.MissingKey, "routes[0].rateLimit")]
    [InlineData("target: 'http://x', rateLimit: { requests: 0 }", ProblemCodes.OutOfRange, "routes[0].rateLimit.requests")]
    [InlineData("target: 'http://x', hold: 5", ProblemCodes.WrongType, "routes[0].hold")]
    [InlineData("target: 'http://x', timeout: 0", ProblemCodes.OutOfRange, "routes[0].timeout")]
    [InlineData("target: 'http://x', maxRequestBody: big", ProblemCodes.WrongType, "routes[0].maxRequestBody")]
    public void What_a_route_cannot_be_is_an_error_at_its_key(string route, string code, string key) => Assert.Equal((code, key), Wrong(route));

    [Fact]
    public void What_can_be_true_or_a_map_has_its_defaults_when_true()
    {
        Assert.StartsWith("processproxy-affinity-", Route("target: 'http://x', sessionAffinity: true").Forward().AffinityCookie);
        Assert.Null(Route("target: 'http://x', sessionAffinity: false").Forward().AffinityCookie);
        Assert.Equal(TimeSpan.FromSeconds(1), Route("target: 'http://x', rateLimit: { requests: 5 }").RateLimit?.Window);
    }

    [Fact]
    public void The_affinity_cookie_of_each_route_has_a_name_that_stays()
    {
        string[] routes = ["path: /", "path: /api", "path: /api, domain: a.example", "path: /api, domain: b.example"];
        var names = routes.Select(route => Route($"target: 'http://x', sessionAffinity: true, {route}").Forward().AffinityCookie).ToList();
        Assert.Equal(4, names.Distinct().Count());
        Assert.Equal(names[1], Route("target: 'http://y', sessionAffinity: true, path: /api/, timeout: 7").Forward().AffinityCookie);
        Assert.Equal("mine", Route("target: 'http://x', sessionAffinity: { cookie: mine }").Forward().AffinityCookie);
    }

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
    [InlineData(@"/a\r\nb")]
    [InlineData(@"/a\\b")]
    public void A_replacement_that_no_path_may_hold_is_an_error(string replacement) =>
        Assert.Equal((ProblemCodes.InvalidRewrite, "routes[0].rewrite.^/x"), Wrong($"target: 'http://x', rewrite: {{ '^/x': \"{replacement}\" }}"));

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
    [InlineData("Host: 'bad host'", ProblemCodes.InvalidHeader)]
    [InlineData("host: 'a:99999'", ProblemCodes.InvalidHeader)]
    [InlineData("Host: 'a/b'", ProblemCodes.InvalidHeader)]
    [InlineData("Transfer-Encoding: chunked", ProblemCodes.InvalidHeader)]
    [InlineData("content-length: '5'", ProblemCodes.InvalidHeader)]
    public void A_header_that_cannot_be_sent_is_an_error(string header, string code) =>
        Assert.Equal(code, Wrong($"target: 'http://x', headers: {{ {header} }}").Code);

    [Theory]
    [InlineData("Content-Length: 5")]
    [InlineData("content-length:")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Connection: close")]
    public void A_header_of_an_answer_that_only_the_server_can_know_is_an_error(string header) =>
        Assert.Equal(ProblemCodes.InvalidHeader, Wrong($"target: 'http://x', responseHeaders: {{ {header} }}").Code);

    [Fact]
    public void A_header_that_is_null_is_removed_like_one_without_a_value() => Assert.Equal(
        new ValueMap([new("X-A", ""), new("X-B", ""), new("X-C", ""), new("X-D", "null")]),
        Assert.Single(Given.Valid(Given.Texts("routes: [{ target: 'http://x', headers: { X-A: , X-B: null, X-C: ~, X-D: 'null' } }]")).Routes).Forward().Headers);

    [Theory]
    [InlineData("domain: a.org", "domain: A.org")]
    [InlineData("path: /a", "path: /A/")]
    [InlineData("timeout: 1", "timeout: 2")]
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
