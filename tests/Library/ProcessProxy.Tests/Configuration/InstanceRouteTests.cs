using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>Where the requests of a route to a process go.</summary>
public sealed class InstanceRouteTests
{
    [Theory]
    [InlineData("port: auto")]
    [InlineData("port: 3000")]
    public void A_route_without_target_goes_to_the_instances(string port)
    {
        var forward = Given.Valid(Given.Texts("routes: [{ process: web }]\n" + Given.Web(port))).Routes[0].Forward();
        Assert.Equal((true, null, "web"), (forward.UsesInstances, forward.Target, forward.Process));
    }

    [Fact]
    public void Without_a_port_it_goes_to_the_variable_of_the_process()
    {
        var forward = Given.Valid(Given.Texts("routes: [{ process: web }]\n" + Given.Web("env: { PORT: 3000 }"))).Routes[0].Forward();
        Assert.Equal((false, new Uri("http://localhost:3000")), (forward.UsesInstances, forward.Target));
    }

    [Theory]
    [InlineData("enabled: true")]
    [InlineData("env: { PORT: 3000x }")]
    [InlineData("instances: 2")]
    public void Without_both_it_needs_a_target(string key)
    {
        var problem = Given.Problem(Given.Texts("routes:\n  - process: web\n" + Given.Web(key)));
        Assert.Equal((ProblemCodes.MissingKey, 2, "routes[0]"), (problem.Code, problem.Line, problem.Key));
        Assert.Contains("'web' has no 'port'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("target: 'http://localhost:3000'", "target")]
    [InlineData("targets: ['http://localhost:3000']", "targets")]
    public void A_target_beside_a_chosen_port_is_a_mistake(string written, string key)
    {
        var problem = Given.Problem(Given.Texts($"routes:\n  - process: web\n    {written}\n" + Given.Web("port: auto")));
        Assert.Equal((ProblemCodes.Contradiction, 3, $"routes[0].{key}"), (problem.Code, problem.Line, problem.Key));
        Assert.Contains($"Remove '{key}'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_beside_a_fixed_port_is_accepted()
    {
        var forward = Given.Valid(Given.Texts("routes: [{ process: web, target: 'http://localhost:3000/base' }]\n" + Given.Web("port: 3000"))).Routes[0].Forward();
        Assert.Equal((false, new Uri("http://localhost:3000/base")), (forward.UsesInstances, forward.Target));
    }

    [Theory]
    [InlineData("", 8080, "port")]
    [InlineData("management: { port: 4999 }", 4999, "management.port")]
    [InlineData("management: { port: 4999, apiKey: 0123456789abcdef0123456789abcdef }", 4999, "management.port")]
    public void A_process_cannot_have_a_port_of_the_server(string keys, int port, string key)
    {
        var problem = Given.Problem(Given.Texts($"{keys}\n" + Given.Web($"port: {port}")));
        Assert.Equal((ProblemCodes.Contradiction, 5, "processes.web.port"), (problem.Code, problem.Line, problem.Key));
        Assert.Contains($"('{key}' is {port})", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_can_have_a_port_of_another_address() => Given.Valid(Given.Texts("host: 192.0.2.1\n" + Given.Web("port: 8080")));

    [Fact]
    public void Two_processes_with_one_port_are_a_warning()
    {
        var spec = Given.Valid(Given.Texts(Given.Web("port: 3000") + "  other: { command: run, port: 3000 }\n"));
        var warning = Assert.Single(ConfigurationWarnings.Of(spec), warning => warning.Code == ProblemCodes.PortShared);
        Assert.Equal(("processes.other.port", 5), (warning.Key, warning.Line));
    }
}
