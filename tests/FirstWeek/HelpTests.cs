using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.FirstWeek;

/// <summary>The help of every command, and what is said to somebody who mistypes one.</summary>
public sealed partial class HelpTests
{
    private const int WidestLine = 200;

    /// <summary>Every command with the commands below it; a test holds that there are no others.</summary>
    public static TheoryData<string> Commands =>
    [
        "", "run", "list", "status", "diagnose", "start", "stop", "restart", "scale", "logs", "check", "plan", "reload", "upgrade", "completion",
        "service", "service install", "service uninstall", "service status",
    ];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_a_help_that_reads_no_file(string command)
    {
        await using var project = new Project();
        project.Write("config/proxy.yaml", "processes: [");
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var help = await Tool.ServerAsync(project.Root, [.. words, "--help"]);
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.StartsWith("Description:\n", help.Output, StringComparison.Ordinal);
        Assert.Contains($"processproxy{(command.Length == 0 ? "" : " " + command)}", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(help.Output.Split('\n'), line => line.Length > WidestLine);
        Assert.Equal(help.Output, (await Tool.ServerAsync(project.Root, [.. words, "-h"])).Output);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("")]
    [InlineData("service")]
    public async Task The_list_of_commands_in_the_help_is_complete(string command)
    {
        var help = (await Tool.ServerAsync("/", [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Output;
        var listed = CommandLine().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value);
        var known = Commands.Select(row => row.Data).Where(name => name.Length > 0 && Parent(name) == command).Select(name => name.Split(' ')[^1]);
        Assert.Equal(known.Order(), listed.Order());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("lsit", "Unknown command 'lsit'. Did you mean 'list'?", "processproxy --help")]
    [InlineData("satrt web", "Unknown command 'satrt'. Did you mean 'start'?", "processproxy --help")]
    [InlineData("frobnicate", "Unknown command 'frobnicate'.", "processproxy --help")]
    [InlineData("list --jsno", "Unknown option '--jsno'. Did you mean '--json'?", "processproxy list --help")]
    [InlineData("list --conifg x", "Unknown option '--conifg'. Did you mean '--config'?", "processproxy list --help")]
    [InlineData("service instal", "Unknown command 'instal'. Did you mean 'install'?", "processproxy service --help")]
    [InlineData("logs", "Required argument 'id' missing for command: 'logs'.", "processproxy logs --help")]
    [InlineData("logs a b", "Unknown argument 'b'.", "processproxy logs --help")]
    [InlineData("logs web -n many", "--lines must be a whole number from 1 to 10000, not 'many'.", "processproxy logs --help")]
    [InlineData("logs web --stream out", "--stream must be output, stdout or stderr, not 'out'.", "processproxy logs --help")]
    [InlineData("--log-format xml", "--log-format must be auto, text or json, not 'xml'.", "processproxy --help")]
    [InlineData("status --hlep", "Unknown option '--hlep'. Did you mean '--help'?", "processproxy status --help")]
    [InlineData("completion tcsh", "Argument 'tcsh' not recognized. Must be one of: 'bash' 'zsh' 'fish' 'pwsh'", "processproxy completion --help")]
    [InlineData("stop", "Name the processes to stop, or use --all.", "processproxy stop --help")]
    [InlineData("list --uri nonsense", "'nonsense' is not an http or https address.", "processproxy list --help")]
    public async Task A_mistake_is_met_with_a_sentence_and_where_to_read_on(string line, string sentence, string readOn)
    {
        var result = await Tool.ServerAsync("/", line.Split(' '));
        Assert.Equal(
            (1, "", $"processproxy: {sentence}\nRun '{readOn}' to see how to use it.\n"), (result.ExitCode, result.Output, result.Errors));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(new[] { "check", "--config", "" }, "--config is empty.")]
    [InlineData(new[] { "run", "--project-directory", "" }, "--project-directory is empty.")]
    [InlineData(new[] { "service", "install", "--dry-run", "--user", "" }, "--user must be the name of a user.")]
    [InlineData(new[] { "service", "install", "--dry-run", "--user", "a b" }, "--user must be the name of a user.")]
    [InlineData(new[] { "list", "--uri", "http://127.0.0.1:9", "--api-key", "a\nb" }, "An API key can contain only visible ASCII characters.")]
    [InlineData(new[] { "run", "--log-file", "/" }, "Cannot write to the log file '/'")]
    [InlineData(new[] { "start", "@all" }, "There is no config/proxy.yaml")]
    public async Task A_value_that_cannot_be_used_is_a_sentence_and_no_stack_trace(string[] arguments, string sentence)
    {
        await using var project = new Project();
        var result = await Tool.ServerAsync(project.Root, arguments);
        Assert.InRange(result.ExitCode, 1, 4);
        Assert.StartsWith($"processproxy: {sentence}", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    private static string Parent(string command) => command.LastIndexOf(' ') is > 0 and var space ? command[..space] : "";

    [GeneratedRegex(@"^  ([a-z]+)[, <]", RegexOptions.Multiline)]
    private static partial Regex CommandLine();
}
