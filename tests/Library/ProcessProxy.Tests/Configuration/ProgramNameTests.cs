using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary><c>command</c> is one program.</summary>
public sealed class ProgramNameTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("npm start", "command: npm, args: [\"start\"]")]
    [InlineData("python3 -m  http.server 8000", "command: python3, args: [\"-m\", \"http.server\", \"8000\"]")]
    public void A_command_line_is_an_error_that_says_how_to_write_it(string command, string correct)
    {
        var problem = Given.Problem(Given.Processes($"processes: {{ web: {{ command: \"{command}\" }} }}"));
        Assert.Equal((ProblemCodes.CommandLine, "processes.web.command"), (problem.Code, problem.Key));
        Assert.Equal($"'command' must be a single program, and there is no program named '{command}'. Write: {correct}.", problem.Message);
    }

    [Theory]
    [InlineData("cd x && npm start", "\"cd x && npm start\"")]
    [InlineData("FOO=1 node x.js", "\"FOO=1 node x.js\"")]
    [InlineData("node server.js > out.log", "\"node server.js > out.log\"")]
    [InlineData("node 'my file.js'", "\"node 'my file.js'\"")]
    [InlineData("exec node x.js", "\"exec node x.js\"")]
    public void What_only_a_shell_understands_is_to_be_given_to_one(string command, string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell is another one.");
        var problem = Given.Problem(Given.Processes($"processes: {{ web: {{ command: \"{command}\" }} }}"));
        Assert.EndsWith($"Write: command: sh, args: [\"-c\", {line}].", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm")]
    [InlineData("/opt/my programs/run")]
    [InlineData("./start it")]
    public void A_name_or_a_path_is_none(string command) =>
        Assert.Equal(command, Given.Process($"processes: {{ web: {{ command: \"{command}\" }} }}").Launch.Command);

    [Fact]
    public void A_program_whose_name_has_a_space_is_found()
    {
        File.WriteAllText(Path.Combine(folder.Path, "my program"), "");
        var process = Given.Process($"processes: {{ web: {{ command: \"my program\", env: {{ PATH: \"{folder.Path}\" }} }} }}");
        Assert.Equal("my program", process.Launch.Command);
    }
}
