using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What the executable answers to its arguments.</summary>
public sealed partial class CommandLineTests
{
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Check_of_a_valid_configuration_exits_with_0_and_starts_nothing()
    {
        await using var project = new Project();
        project.Configure(Web);
        foreach (var arguments in new string[][] { ["--check"], ["run", "--check"], ["--check", "run"] })
        {
            var result = await Tool.ServerAsync(project.Root, arguments);
            Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        }

        Assert.False(Directory.Exists(project.File("pids")));
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_problem_is_printed_with_its_place_and_check_exits_with_1_and_run_with_2()
    {
        await using var project = new Project();
        project.Configure("web:\n  comand: \"sleep\"\n  restartDelay: soon\nother: { command: \"sleep\", nonsense: 1 }");
        var check = await Tool.ServerAsync("/", "--check", "--config", project.ConfigFile);
        Assert.Equal(1, check.ExitCode);
        var run = await Tool.ServerAsync("/", "run", "--config", project.ConfigFile);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(check.Errors, run.Errors);

        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(Problem(), line));
        var file = project.File("config/processes.yaml");
        Assert.Contains(lines, line => line.StartsWith($"{file}(3,5): error PP0101: ", StringComparison.Ordinal)
            && line.Contains("'comand'", StringComparison.Ordinal) && line.Contains("'command'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file}(4,19): error PP0102: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file}(5,", StringComparison.Ordinal) && line.Contains("nonsense", StringComparison.Ordinal));
        Assert.False(Directory.Exists(project.File("pids")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_is_not_there_is_a_problem_like_any_other()
    {
        await using var project = new Project();
        var result = await Tool.ServerAsync(project.Root, "--config", "config/absent.yaml");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"{project.File("config/absent.yaml")}(1,1): error PP0001: ", result.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("run")]
    [InlineData()]
    public async Task Relative_paths_start_from_the_project_directory_wherever_the_server_was_started(params string[] arguments)
    {
        // The harness starts servers in the root folder.
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"pwd; exec sleep 1000\"] }");
        var server = await project.StartAsync(arguments);
        await Wait.Until(() => project.Lines("logs/web.log").Length == 1, "web has told its folder");
        Assert.Equal([project.Root], project.Lines("logs/web.log"));
        Assert.True(File.Exists(project.File("pids/web.pid")));
        Assert.Equal(project.Root, (await server.Client.GetStatusAsync(Cancelled)).ProjectDirectory);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_project_directory_can_be_told()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"pwd; exec sleep 1000\"] }");
        var elsewhere = Directory.CreateDirectory(project.File("elsewhere/config")).Parent!.FullName;
        File.Copy(project.File("config/processes.yaml"), Path.Combine(elsewhere, "config/processes.yaml"));
        await project.StartAsync("--project-directory", elsewhere);
        await Wait.Until(() => project.Lines("elsewhere/logs/web.log").Length == 1, "web has told its folder");
        Assert.Equal([elsewhere], project.Lines("elsewhere/logs/web.log"));
        Assert.True(File.Exists(Path.Combine(elsewhere, "pids/web.pid")));
        Assert.False(Directory.Exists(project.File("pids")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("--nonsense")]
    [InlineData("nonsense")]
    public async Task What_is_no_option_is_refused(string argument)
    {
        var result = await Tool.ServerAsync("/", argument);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("nonsense", result.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^/\S+\.yaml\(\d+,\d+\): error PP\d{4}: .+$")]
    private static partial Regex Problem();
}
