using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.FirstWeek.Documented;

/// <summary>Every command line of <c>processproxy</c> in the documentation, between lines or in one.</summary>
public sealed partial class CommandTests
{
    public static TheoryData<string, string> Lines() => [.. Page.All.SelectMany(page => Line().Matches(new Page(page).Text)
        .Select(match => match.Groups[1].Value).Where(line => !line.Contains('|', StringComparison.Ordinal) && !line.StartsWith("processproxy COMMAND", StringComparison.Ordinal)).Distinct().Select(line => (page, line)))];

    /// <summary>Whether the help of the command knows every option of the line; what a command does has tests of its own.</summary>
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Lines))]
    public async Task Its_command_and_its_options_are_known(string page, string line)
    {
        Assert.NotEqual("", page);
        await using var project = new Project();
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var command = words.TakeWhile(word => !word.StartsWith('-')).Take(2).Where(word => Command().IsMatch(word)).ToArray();
        var whole = await Tool.ServerAsync(project.Root, "--help");
        command = command is [var name, ..] && whole.Output.Contains($"\n  {name}", StringComparison.Ordinal) ? command[0] == "service" ? command : [name] : [];
        Assert.True(command.Length > 0 || words.Length == 0 || words[0].StartsWith('-'), $"There is no command '{words.FirstOrDefault()}'.");

        var help = await Tool.ServerAsync(project.Root, [.. command, "--help"]);
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.All(
            words.Where(word => word.StartsWith('-')).Select(word => word.Split('=')[0].TrimEnd('.', ',', ')')),
            option => Assert.Matches($@"(^|[\s,]){Regex.Escape(option)}[\s,]", help.Output));
    }

    [GeneratedRegex(@"(?:`|^(?:sudo )?|\$ )(processproxy(?: [^`\n#;&>]+)?)(?=`|$| #|;|&| >)", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Command();
}
