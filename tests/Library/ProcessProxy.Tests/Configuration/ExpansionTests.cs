using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class ExpansionTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["HOME"] = "/home/me", ["EMPTY"] = "", ["_x1"] = "y", ["NESTED"] = "${HOME}" };

    [Theory]
    [InlineData("${HOME}/x", "/home/me/x")]
    [InlineData("${HOME}${_x1}", "/home/mey")]
    [InlineData("a${NONE:-b}c", "abc")]
    [InlineData("${NONE:-}", "")]
    [InlineData("${NONE:-a:-b}", "a:-b")]
    [InlineData("${HOME:-b}", "/home/me")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${EMPTY:-b}", "b")]
    [InlineData("$${HOME}", "${HOME}")]
    [InlineData("$$${HOME}", "$${HOME}")]
    [InlineData("${HOME}$${HOME}", "/home/me${HOME}")]
    [InlineData("${NESTED}", "${HOME}")]
    [InlineData("$HOME $ $$ {HOME}", "$HOME $ $$ {HOME}")]
    public void References_in_an_env_value_are_replaced(string written, string expected) =>
        Assert.Equal(expected, Given.Process(Given.Web("env:", $"  A: '{written}'"), Variables).Launch.Env["A"]);

    [Theory]
    [InlineData("${NONE}", ProblemCodes.UndefinedVariable)]
    [InlineData("${", ProblemCodes.MalformedExpansion)]
    [InlineData("${HOME", ProblemCodes.MalformedExpansion)]
    [InlineData("${}", ProblemCodes.MalformedExpansion)]
    [InlineData("${1A}", ProblemCodes.MalformedExpansion)]
    [InlineData("${A B}", ProblemCodes.MalformedExpansion)]
    [InlineData("${HOME-x}", ProblemCodes.MalformedExpansion)]
    [InlineData("${NONE:-${HOME}}", ProblemCodes.MalformedExpansion)]
    public void What_cannot_be_replaced_is_an_error_with_its_line_and_column(string written, string code)
    {
        var problem = Given.Problem(Given.Processes(Given.Web("env:", $"  A: '{written}'"), Variables));

        Assert.Equal((code, 5, 10, "processes.web.env.A"), (problem.Code, problem.Line, problem.Column, problem.Key));
    }

    [Fact]
    public void The_working_directory_and_the_target_are_expanded()
    {
        var spec = Given.Valid(Given.Texts(
            Given.NamesProcessFile + "routes: [{ target: 'http://${HOST:-localhost}:8888' }]", Given.Web("cwd: ${HOME}/web"), Variables));

        Assert.Equal("/home/me/web", spec.Processes.All[0].Launch.Cwd);
        Assert.Equal(new Uri("http://localhost:8888"), spec.Routes[0].Forward().Target);
    }

    [Fact]
    public void An_undefined_name_in_the_working_directory_or_the_target_is_an_error() => Assert.Equal(
        [(ProblemCodes.UndefinedVariable, "routes[0].target"), (ProblemCodes.UndefinedVariable, "processes.web.cwd")],
        Given.Texts(Given.NamesProcessFile + "routes: [{ target: 'http://${NONE}' }]", Given.Web("cwd: '${NONE}'"), Variables)
            .Problems.Select(problem => (problem.Code, problem.Key)));

    [Fact]
    public void A_working_directory_that_expands_to_nothing_is_an_error() =>
        Assert.Equal(ProblemCodes.EmptyValue, Given.Problem(Given.Processes(Given.Web("cwd: '${EMPTY}'"), Variables)).Code);

    [Fact]
    public void Command_and_arguments_are_never_expanded()
    {
        var launch = Given.Process("processes: { web: { command: '${HOME}', args: ['${NONE}', '$${HOME}'] } }", Variables).Launch;

        Assert.Equal("${HOME}", launch.Command);
        Assert.Equal(["${NONE}", "$${HOME}"], launch.Args);
    }

    [Fact]
    public void An_env_value_sees_the_environment_of_the_server_and_not_its_neighbours() =>
        Assert.Equal("/home/me", Given.Process(Given.Web("env: { HOME: /other, A: '${HOME}' }"), Variables).Launch.Env["A"]);

    [Fact]
    public void Env_values_of_any_kind_are_taken_as_they_are_written()
    {
        var env = Given.Process(Given.Web("env: { A: 8888, B: '8888', C: true, D: 1.50, E: yes, F: '', G: 0x1F }")).Launch.Env;

        Assert.Equal(["8888", "8888", "true", "1.50", "yes", "", "0x1F"], env.Values);
    }

    [Theory]
    [InlineData("'': x")]
    [InlineData("A=B: x")]
    public void A_name_that_no_variable_can_have_is_an_error(string entry) =>
        Assert.Equal(ProblemCodes.InvalidEnvName, Given.Problem(Given.Processes(Given.Web("env:", $"  {entry}"))).Code);

    [Fact]
    public void Problems_do_not_print_what_a_variable_stands_for() => Assert.DoesNotContain(
        "s3cret",
        Given.Problem(Given.Texts("routes: [{ target: 'http://u:${PW}@localhost' }]", null, new Dictionary<string, string> { ["PW"] = "s3cret" })).Message,
        StringComparison.Ordinal);
}
