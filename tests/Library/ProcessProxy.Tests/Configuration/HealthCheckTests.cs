using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class HealthCheckTests
{
    [Fact]
    public void A_PORT_that_is_no_port_is_why_a_health_check_has_no_address()
    {
        var options = new ProcessProxyOptions { ProjectDirectory = "/srv/app" }
            .AddProcess("api", p => { p.Command = "x"; p.Env["PORT"] = "3017x"; p.HealthCheck.Path = "/health"; });
        var problem = Assert.Single(options.Load().Problems);
        Assert.Equal(
            (ProblemCodes.HealthTargetUnknown, "The health check of 'api' has no address: env.PORT is '3017x', which is not a port."), (problem.Code, problem.Message));
    }

    [Theory]
    [InlineData("healthCheck: { path: /ready }", "but the health check of 'db' is off. Add 'enabled: true' to 'healthCheck', or use 'started'.")]
    [InlineData("healthCheck: false", "but 'db' has no health check. Configure a health check, or use 'started'.")]
    [InlineData("enabled: true", "but 'db' has no health check. Configure a health check, or use 'started'.")]
    public void Who_waits_for_health_is_told_whether_the_check_is_off_or_missing(string key, string why)
    {
        var problem = Given.Problem(Given.Processes($"processes: {{ db: {{ command: x, env: {{ PORT: 1 }}, {key} }}, web: {{ command: x, dependsOn: {{ db: healthy }} }} }}"));
        Assert.Equal((ProblemCodes.Contradiction, $"'web' waits until 'db' is healthy, {why}"), (problem.Code, problem.Message));
    }

    private const string DefaultWithPort = "settings: { defaultHealthCheck: { enabled: true, path: 'http://127.0.0.1:${PORT}/ready' } }\n";
    private const string DefaultOn = "settings: { defaultHealthCheck: { enabled: true } }\n";
    private const string Port = "env: { PORT: 8888 }";

    [Theory]
    [InlineData(null, "", false)]
    [InlineData(null, DefaultOn, true)]
    [InlineData("healthCheck: { enabled: true }", "", true)]
    [InlineData("healthCheck: { enabled: false }", DefaultOn, false)]
    [InlineData("healthCheck: { path: /x }", "", false)]
    [InlineData("healthCheck: { path: /x }", DefaultOn, true)]
    [InlineData("healthCheck:", DefaultOn, true)]
    public void It_is_on_when_the_process_says_so_or_else_the_settings(string? own, string settings, bool isOn) =>
        Assert.Equal(isOn, Given.Process(Given.Web([Port, .. own is null ? Array.Empty<string>() : [own]]) + settings).HealthCheck is not null);

    [Fact]
    public void One_that_comes_by_default_is_off_without_a_known_target() => Assert.Null(Given.Process(Given.Web() + DefaultOn).HealthCheck);

    [Fact]
    public void One_of_its_own_without_a_known_target_is_an_error()
    {
        var problem = Given.Problem(Given.Processes(Given.Web("healthCheck:", "  enabled: true")));

        Assert.Equal((ProblemCodes.HealthTargetUnknown, "processes.web.healthCheck", 5), (problem.Code, problem.Key, problem.Line));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("http")]
    [InlineData("65536")]
    public void A_PORT_that_is_no_port_is_no_target(string port) => Assert.Equal(
        ProblemCodes.HealthTargetUnknown,
        Given.Problem(Given.Processes(Given.Web($"env: {{ PORT: {port} }}", "healthCheck: { enabled: true }"))).Code);

    [Fact]
    public void A_PORT_that_cannot_be_expanded_is_one_problem_not_two() => Assert.Equal(
        ProblemCodes.UndefinedVariable,
        Given.Problem(Given.Processes(Given.Web("env: { PORT: '${NONE}' }", "healthCheck: { enabled: true }"))).Code);

    [Fact]
    public void A_full_URL_is_used_as_it_is() =>
        Assert.Equal("https://example.org:9/up?x=1", Url("", "healthCheck: { enabled: true, path: 'https://example.org:9/up?x=1' }"));

    [Fact]
    public void A_path_goes_to_the_target_of_the_route_that_names_the_process_base_path_kept() => Assert.Equal(
        "http://10.0.0.1:99/base/health?x=1",
        Url(
            "routes: [{ target: 'http://localhost:8888/other', domain: b }, { target: 'http://10.0.0.1:99/base/', process: web }]",
            Port, "healthCheck: { enabled: true, path: 'health?x=1' }"));

    [Theory]
    [InlineData("http://localhost:8888/base")]
    [InlineData("http://127.0.0.1:8888/base")]
    [InlineData("http://[::1]:8888/base")]
    public void Else_to_the_only_route_to_its_port_on_this_machine(string target) => Assert.Equal(
        target + "/health", Url($"routes: [{{ target: '{target}' }}, {{ domain: b, target: 'http://localhost:1' }}]", Port, "healthCheck: { enabled: true }"));

    [Theory]
    [InlineData("")]
    [InlineData("routes: [{ target: 'http://elsewhere:8888/base' }]")]
    [InlineData("routes: [{ path: /a, target: 'http://localhost:8888/a' }, { path: /b, target: 'http://localhost:8888/b' }]")]
    public void Else_to_its_port_on_localhost(string routes) =>
        Assert.Equal("http://localhost:8888/health", Url(routes, Port, "healthCheck: { enabled: true }"));

    [Theory]
    [InlineData("{ domain: app.example.org, target: 'http://localhost:8888', process: web }", "app.example.org")]
    [InlineData("{ domain: App.Example.org, target: 'http://localhost:8888' }", "app.example.org")]
    [InlineData("{ domain: '*.example.org', target: 'http://localhost:8888', process: web }", null)]
    [InlineData("{ target: 'http://localhost:8888', process: web }, { domain: b.example, path: /b, target: 'http://localhost:8888', process: web }", "b.example")]
    [InlineData("{ target: 'http://localhost:8888', process: web }", null)]
    [InlineData("{ domain: a.example, target: 'http://localhost:1' }", null)]
    [InlineData("{ domain: a.example, path: /a, target: 'http://localhost:8888' }, { domain: a.example, path: /b, target: 'http://localhost:8888' }", null)]
    [InlineData("{ domain: a.example, target: 'http://localhost:8888', process: web, preserveHost: false }", null)]
    [InlineData("{ domain: a.example, target: 'http://localhost:8888', process: web, headers: { host: inner } }", "inner")]
    [InlineData("{ domain: a.example, target: 'https://localhost:8888', process: web }", "a.example")]
    [InlineData("{ domain: a.example, target: 'https://10.0.0.1:8888', process: web }", null)]
    public void The_Host_is_what_the_program_sees_in_requests_by_its_route(string routes, string? host) =>
        Assert.Equal(host, Check($"routes: [{routes}]", Port, "healthCheck: { enabled: true }")!.Host);

    [Fact]
    public void A_full_URL_keeps_its_own_Host() => Assert.Null(Check(
        "routes: [{ domain: a.example, target: 'http://localhost:8888', process: web }]", Port, "healthCheck: { enabled: true, path: 'http://localhost:8888/x' }")!.Host);

    [Theory]
    [InlineData("ftp://localhost/health")]
    [InlineData("localhost:8888/health")]
    [InlineData("http://")]
    [InlineData("http://user:secret@localhost/health")]
    [InlineData("http:/health")]
    public void A_path_that_is_neither_a_path_nor_an_http_URL_is_an_error_even_when_off(string path)
    {
        Assert.Equal(ProblemCodes.InvalidHealthUrl, Given.Problem(Given.Processes(Given.Web($"healthCheck: {{ path: '{path}' }}"))).Code);
        Assert.Equal(
            ProblemCodes.InvalidHealthUrl,
            Given.Problem(Given.Processes(Given.Web(Port) + $"settings: {{ defaultHealthCheck: {{ enabled: true, path: '{path}' }} }}")).Code);
    }

    [Fact]
    public void A_full_URL_with_the_port_in_the_settings_is_the_default_of_each_process_with_a_port()
    {
        var all = Given.Valid(Given.Processes(
            "processes:\n  web: { command: run, port: auto }\n  fixed: { command: run, port: 3000 }\n  own: { command: run, port: 3001, healthCheck: /own }\n"
            + "  worker: { command: run }\n  old: { command: run, env: { PORT: 81 } }\n" + DefaultWithPort)).Processes.All;
        Assert.Equal(
            ["http://127.0.0.1:20000/ready", "http://127.0.0.1:3000/ready", "http://localhost:3001/own", null, null],
            all.Select(process => InstanceSpec.Of(process, 1, process.Port?.Number ?? 20000, isNext: false).HealthCheck?.Url.AbsoluteUri));
        Assert.Equal(ReplaceMode.Rolling, all[0].Replace.Mode);
    }

    [Theory]
    [InlineData("127.0.0.1:${PORT}", "", "port")]
    [InlineData("127.0.0.1:300${INSTANCE}", "port: auto", "instances")]
    public void A_full_URL_in_the_settings_is_an_error_for_a_process_that_wants_it_and_does_not_have_the_name(string address, string key, string missing)
    {
        var problem = Given.Problem(Given.Processes(
            $"processes:\n  web:\n    command: run\n    healthCheck: true\n    replace: stop-first\n    {key}\nsettings: {{ defaultHealthCheck: {{ path: 'http://{address}/ready' }} }}\n"));
        Assert.Equal((ProblemCodes.HealthTargetUnknown, 4), (problem.Code, problem.Line));
        Assert.Equal(
            $"The health check of 'web' has no address: its path is 'http://{address}/ready' of 'settings.defaultHealthCheck', and 'web' has no '{missing}'. Set '{missing}', or a path of its own.",
            problem.Message);
    }

    private static string? Url(string routes, params string[] keys) => Check(routes, keys)?.Url.AbsoluteUri;

    private static HealthCheckSpec? Check(string routes, params string[] keys) =>
        Assert.Single(Given.Valid(Given.Texts(Given.NamesProcessFile + routes, Given.Web(keys))).Processes.All).HealthCheck;
}
