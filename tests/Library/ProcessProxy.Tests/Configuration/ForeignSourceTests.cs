using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>A configuration that somebody else has made as specs is checked by the rules for files.</summary>
public sealed class ForeignSourceTests
{
    private static readonly ServerSpec Valid = Given.Valid(Given.Processes("processes:\n  a: { command: run }\n  b: { command: run, dependsOn: [a] }"));

    [Fact]
    public async Task One_that_is_right_is_taken()
    {
        using var folder = new TempFolder();
        await using var supervisor = Over(Valid with { Processes = Valid.Processes with { StateDirectory = folder.Path } });

        supervisor.Open();

        Assert.Equal(["a", "b"], supervisor.Configuration!.Processes.All.Select(process => process.Id));
    }

    [Fact]
    public Task Processes_that_wait_for_one_another_are_a_problem() => IsRefusedAsync(
        Changed(0, process => process with { DependsOn = ["b"] }), ProblemCodes.DependencyCycle, "processes.b.dependsOn[0]");

    [Fact]
    public Task A_value_that_no_file_could_have_is_a_problem() => IsRefusedAsync(
        Changed(1, process => process with { Restart = process.Restart with { Max = -1 } }), ProblemCodes.OutOfRange, "processes.b.maxRestarts");

    [Fact]
    public Task Two_routes_that_cannot_be_told_apart_are_a_problem() => IsRefusedAsync(
        Valid with { Routes = [Route("/a"), Route("/A")] }, ProblemCodes.RouteConflict, "routes[1]");

    [Fact]
    public Task A_route_to_a_process_that_is_not_there_is_a_problem() => IsRefusedAsync(
        Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [new("http://localhost:1")], Process = "c" } }] },
        ProblemCodes.UnknownProcess, "routes[0].process");

    [Fact]
    public Task What_changes_a_configuration_of_ours_is_no_source_of_ours() => IsRefusedAsync(
        Valid with { Listen = Valid.Listen with { Port = 70_000 } }, ProblemCodes.OutOfRange, "port");

    [Fact]
    public Task A_route_over_HTTPS_without_a_certificate_is_a_problem() => IsRefusedLikeAsync(
        "routes: [{ target: 'http://x', domain: a.example.org, ssl: true }]",
        Valid with { Routes = [Route("/") with { Domain = "a.example.org", Ssl = true }], Listen = Valid.Listen with { HttpsPort = 8443 } });

    [Fact]
    public Task A_listener_for_HTTPS_without_a_certificate_is_a_problem() => IsRefusedLikeAsync(
        "httpsPort: 8443", Valid with { Listen = Valid.Listen with { HttpsPort = 8443 } });

    [Fact]
    public Task A_certificate_in_no_file_is_a_problem() => IsRefusedLikeAsync(
        "tls: { certificates: [{ domains: [a.org] }] }", Valid with { Tls = Valid.Tls with { Certificates = [new() { Domains = ["a.org"] }] } });

    [Fact]
    public Task A_certificate_for_nothing_is_a_problem() => IsRefusedLikeAsync(
        "tls: { certificates: [{ certFile: /c.pem }] }", Valid with { Tls = Valid.Tls with { Certificates = [new() { Domains = [], CertFile = "/c.pem" }] } });

    [Fact]
    public Task Two_listeners_with_one_port_are_a_problem() => IsRefusedLikeAsync(
        "port: 8443\nhttpsPort: 8443\ntls: { selfSigned: true }",
        Valid with { Listen = Valid.Listen with { Port = 8443, HttpsPort = 8443 }, Tls = Valid.Tls with { SelfSigned = true } });

    [Fact]
    public Task Management_on_the_port_of_the_proxy_is_a_problem() => IsRefusedLikeAsync(
        "port: 4481", Valid with { Listen = Valid.Listen with { Port = 4481 } });

    [Fact]
    public Task Management_for_other_machines_without_a_key_is_a_problem() => IsRefusedLikeAsync(
        "management: { host: 192.0.2.1 }", Valid with { Management = Valid.Management with { Host = "192.0.2.1" } });

    [Fact]
    public Task A_key_that_nobody_has_read_is_no_key() => IsRefusedAsync(
        Valid with { Management = Valid.Management with { Host = "192.0.2.1", ApiKeyFile = "/key" } }, ProblemCodes.ApiKeyRequired, "management.host");

    [Fact]
    public Task Management_without_an_address_is_a_problem() => IsRefusedLikeAsync(
        "management: { host: none, socket: none }", Valid with { Management = Valid.Management with { Host = null, Socket = null } });

    [Fact]
    public Task A_port_of_management_without_an_address_is_a_problem() => IsRefusedLikeAsync(
        "management: { host: none, port: 4482 }", Valid with { Management = Valid.Management with { Host = null, Port = 4482, IsPortChosen = true } });

    [Fact]
    public Task A_route_to_the_server_itself_is_a_problem() => IsRefusedLikeAsync(
        "routes: [{ target: 'http://localhost:8080' }]",
        Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [new("http://localhost:8080")] } }] });

    /// <summary>The problem is that of a file, word for word.</summary>
    private static async Task IsRefusedLikeAsync(string file, ServerSpec spec)
    {
        var expected = Given.Problem(Given.Texts(file));
        var found = await IsRefusedAsync(spec, expected.Code, expected.Key);
        Assert.Equal(expected.Message, found.Message);
    }

    private static async Task<ConfigurationProblem> IsRefusedAsync(ServerSpec spec, string code, string key)
    {
        await using var supervisor = Over(spec);

        var refused = Assert.Throws<ProcessProxyException>(supervisor.Open);

        Assert.Equal(ErrorCodes.ConfigurationInvalid, refused.Code);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal((code, key, 0), (problem.Code, problem.Key, problem.Line));
        return problem;
    }

    private static ServerSpec Changed(int index, Func<ProcessSpec, ProcessSpec> change) => Valid with
    {
        Processes = Valid.Processes with { All = [.. Valid.Processes.All.Select((process, at) => at == index ? change(process) : process)] },
    };

    private static RouteSpec Route(string path) => new() { Path = path, Action = new ForwardSpec { Targets = [new("http://localhost:1")] } };

    private static ProcessSupervisor Over(ServerSpec spec) => new(new Source(spec), NullLoggerFactory.Instance, TimeProvider.System);

    /// <summary>Hands on what was loaded by a source of ours, with another spec.</summary>
    private sealed class Source(ServerSpec spec) : IConfigurationSource
    {
        public ConfigurationResult Load() => new ConfigurationResult(Valid, []) { Checked = Valid } with { Spec = spec };
    }
}
