using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>What is valid and probably wrong.</summary>
public sealed class ConfigurationWarningsTests
{
    [Fact]
    public void A_program_that_is_not_there_is_warned_of_at_its_line()
    {
        var warning = Assert.Single(Warnings("processes:\n  web:\n    command: no-such-program\n    cwd: /\n"));
        Assert.Equal(
            "/srv/app/config/processes.yaml(3,5): warning PP0501: 'web' cannot be started now. The program 'no-such-program' was not found in PATH.",
            warning.ToString());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_warned_of_where_it_is_written()
    {
        var warning = Assert.Single(Warnings("processes:\n  web:\n    command: sh\n    cwd: /no/such/folder\n"));
        Assert.Equal((ProblemCodes.FolderMissing, 4), (warning.Code, warning.Line));
        Assert.Contains("/no/such/folder does not exist", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_line_with_a_path_in_it_is_warned_of_with_how_to_write_it()
    {
        var warning = Assert.Single(Warnings("processes: { web: { command: \"./node app/server.js\", cwd: / } }"));
        Assert.EndsWith("'command' is one program. Write: command: ./node, args: [\"app/server.js\"].", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_line_before_the_start_is_warned_of_with_how_to_write_it()
    {
        var warning = Assert.Single(Warnings("processes: { web: { command: sh, cwd: /, preStart: { command: ./migrate.sh up } } }"));
        Assert.StartsWith("The preStart of 'web' cannot be run now. ", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith("'command' is one program. Write: command: ./migrate.sh, args: [\"up\"].", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_files_that_is_not_there_is_warned_of()
    {
        var warning = Assert.Single(ConfigurationWarnings.Of(Given.Valid(Given.Texts("routes: [{ type: static, staticPath: /no/such/folder }]"))));
        Assert.Equal((ProblemCodes.FolderMissing, "The folder /no/such/folder does not exist."), (warning.Code, warning.Message));
    }

    [Fact]
    public void A_port_that_two_processes_want_is_warned_of()
    {
        var warning = Assert.Single(Warnings("""
            processes:
              a: { command: sh, cwd: /, env: { PORT: "3000" } }
              b: { command: sh, cwd: /, env: { PORT: "3000" } }
              off: { command: sh, cwd: /, enabled: false, env: { PORT: "3000" } }
            """));
        Assert.Equal(
            (ProblemCodes.PortShared, "Port 3000 is used by 'b' and by 'a'. Only one of them can listen there.", 3), (warning.Code, warning.Message, warning.Line));
    }

    [Fact]
    public void Instances_that_all_find_the_same_port_in_their_environment_are_warned_of()
    {
        var warning = Assert.Single(Warnings("processes:\n  web:\n    command: sh\n    cwd: /\n    instances: 2\n    env: { PORT: 3000 }\n"));
        Assert.Equal(
            "/srv/app/config/processes.yaml(6,12): warning PP0503: 'web' has 2 instances, and all of them find port 3000 in env.PORT. Only one of them can listen there. "
            + "Use 'port: auto' instead of env.PORT.",
            warning.ToString());
    }

    [Theory]
    [InlineData("instances: 2, port: auto")]
    [InlineData("instances: 2, env: { PORT: '300${INSTANCE}' }")]
    [InlineData("instances: 1, env: { PORT: 3000 }")]
    [InlineData("instances: 2")]
    public void Instances_that_do_not_share_a_port_are_no_warning(string keys) => Assert.Empty(Warnings($"processes: {{ web: {{ command: sh, cwd: /, {keys} }} }}"));

    [Fact]
    public void A_port_of_the_proxy_that_a_process_wants_is_warned_of()
    {
        var warning = Assert.Single(Warnings("processes: { a: { command: sh, cwd: /, env: { PORT: \"8080\" } } }"));
        Assert.Contains("the proxy (port)", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_not_there_is_warned_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such groups.");
        var warning = Assert.Single(ConfigurationWarnings.Of(Given.Valid(Given.Texts("management: { group: no-such-group }"))));
        Assert.Equal((ProblemCodes.GroupMissing, ProblemSeverity.Warning, "management.group"), (warning.Code, warning.Severity, warning.Key));
    }

    [Fact]
    public void A_health_check_that_nothing_enables_is_warned_of_at_its_line()
    {
        var warning = Assert.Single(Warnings("processes:\n  web:\n    command: sh\n    cwd: /\n    env: { PORT: 3000 }\n    healthCheck: { path: /ready, interval: 2s }\n"));
        Assert.Equal(
            "/srv/app/config/processes.yaml(6,5): warning PP0505: The health check of 'web' is off: add 'enabled: true' to 'healthCheck'.", warning.ToString());
    }

    [Theory]
    [InlineData("healthCheck: { enabled: false, path: /ready }")]
    [InlineData("healthCheck: { enabled: true, path: /ready }")]
    [InlineData("healthCheck: /ready")]
    [InlineData("healthCheck: false")]
    [InlineData("healthCheck: { path: }")]
    [InlineData("healthCheck:")]
    public void A_health_check_that_says_whether_it_is_on_is_no_warning(string check) =>
        Assert.Empty(Warnings($"processes: {{ web: {{ command: sh, cwd: /, env: {{ PORT: 3000 }}, {check} }} }}"));

    [Fact]
    public void A_health_check_that_the_settings_enable_is_no_warning() => Assert.Empty(Warnings("""
        processes: { web: { command: sh, cwd: /, env: { PORT: 3000 }, healthCheck: { path: /ready } } }
        settings: { defaultHealthCheck: { enabled: true } }
        """));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public void A_route_to_another_port_than_that_of_its_process_is_warned_of(string host)
    {
        var warning = Assert.Single(RouteWarnings($"target: \"http://{host}:8892\""));
        Assert.Equal("/srv/app/config/proxy.yaml(6,5): warning PP0506: The route '/x' goes to port 8892, but PORT of its process 'web' is 8893.", warning.ToString());
    }

    [Theory]
    [InlineData("target: \"http://localhost:8893\"")]
    [InlineData("target: \"http://other.example:8892\"")]
    [InlineData("targets: [\"http://localhost:8892\", \"http://localhost:8893\"]")]
    public void A_route_that_can_reach_its_process_is_no_warning(string target) => Assert.Empty(RouteWarnings(target));

    [Fact]
    public void What_is_there_and_what_is_disabled_is_no_warning() => Assert.Empty(Warnings("""
        processes:
          a: { command: sh, cwd: /, env: { PORT: "3000" } }
          off: { command: no-such-program, enabled: false }
        """));

    private static IReadOnlyList<ConfigurationProblem> RouteWarnings(string target) => ConfigurationWarnings.Of(Given.Valid(Given.Texts($$"""
        processes:
          web: { command: sh, cwd: /, env: { PORT: "8893" } }
        routes:
          - path: /x
            process: web
            {{target}}
        """)));

    private static IReadOnlyList<ConfigurationProblem> Warnings(string processes) => ConfigurationWarnings.Of(Given.Valid(Given.Processes(processes)));
}
