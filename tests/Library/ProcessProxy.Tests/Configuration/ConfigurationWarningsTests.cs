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
    public void What_is_there_and_what_is_disabled_is_no_warning() => Assert.Empty(Warnings("""
        processes:
          a: { command: sh, cwd: /, env: { PORT: "3000" } }
          off: { command: no-such-program, enabled: false }
        """));

    private static IReadOnlyList<ConfigurationProblem> Warnings(string processes) => ConfigurationWarnings.Of(Given.Valid(Given.Processes(processes)));
}
