using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>The commands that are run beside the program of a process.</summary>
public sealed class HelperTests
{
    [Fact]
    public void A_command_has_its_arguments_as_they_are_written() => Assert.Equal(
        new CommandSpec { Command = "./stop.sh", Args = ["--now", "1", "${HOME}"] },
        Given.Process(Given.Web("stopCommand: { command: ./stop.sh, args: [--now, 1, '${HOME}'] }")).Stop.Command);

    [Fact]
    public void A_preStart_has_a_minute_unless_it_says_otherwise()
    {
        Assert.Equal(
            new PreStartSpec { Command = new() { Command = "./migrate", Args = ["up"] }, Timeout = TimeSpan.FromSeconds(60) },
            Given.Process(Given.Web("preStart: { command: ./migrate, args: [up] }")).PreStart);
        Assert.Equal(TimeSpan.FromMinutes(5), Given.Process(Given.Web("preStart: { command: ./migrate, timeout: 5m }")).PreStart?.Timeout);
    }

    [Theory]
    [InlineData("preStart: { args: [a] }", ProblemCodes.MissingKey, "processes.web.preStart")]
    [InlineData("preStart: { command: npm run migrate }", ProblemCodes.CommandLine, "processes.web.preStart.command")]
    [InlineData("preStart: { command: x, timeout: 0 }", ProblemCodes.OutOfRange, "processes.web.preStart.timeout")]
    [InlineData("stopCommand: { args: [a] }", ProblemCodes.MissingKey, "processes.web.stopCommand")]
    [InlineData("stopCommand: { command: no such program }", ProblemCodes.CommandLine, "processes.web.stopCommand.command")]
    [InlineData("stopCommand: { command: '' }", ProblemCodes.EmptyValue, "processes.web.stopCommand.command")]
    [InlineData("stopCommand: { command: bye, timeout: 1 }", ProblemCodes.UnknownKey, "processes.web.stopCommand.timeout")]
    public void What_is_wrong_with_a_command_is_said_where_it_is(string line, string code, string key)
    {
        var problem = Given.Problem(Given.Processes(Given.Web(line)));
        Assert.Equal((code, key), (problem.Code, problem.Key));
    }

    [Fact]
    public void Another_stop_command_is_said_without_its_arguments_and_touches_no_run()
    {
        var action = ConfigurationPlan.Plan(
            Given.Valid(Given.Processes(Given.Web("stopCommand: { command: a, args: [s3cret] }"))).Processes,
            Given.Valid(Given.Processes(Given.Web("stopCommand: { command: b, args: [other] }"))).Processes)[0];
        Assert.Equal(new ReloadAction("web", ReloadActionKind.Update, "stopCommand.command a → b, stopCommand.args changed"), action);
    }
}
