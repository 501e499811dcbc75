using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.FirstWeek.Documented;

/// <summary>Every piece of YAML in the documentation that is for this server, put into a file and checked as a reader would.</summary>
public sealed partial class ConfigurationTests
{
    public static TheoryData<string, string> Examples() => [.. Page.All.SelectMany(page =>
        new Page(page).Examples().Where(example => example.Language == "yaml" && !ForPrometheus().IsMatch(example.Content)).Select(example => (page, example.Content)))];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Examples))]
    public async Task It_is_valid_as_it_stands(string page, string yaml)
    {
        Assert.NotEqual("", page);
        await using var project = new Project();
        if (Routes().IsMatch(yaml) && ProcessFile().IsMatch(yaml))
        {
            Write(project, yaml, "");
        }
        else if (ProcessFile().IsMatch(yaml))
        {
            Write(project, "", yaml);
        }
        else if (OneProcess().IsMatch(yaml))
        {
            Write(project, "", "processes:\n  " + yaml.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal));
        }
        else
        {
            var named = Named().Matches(yaml).Select(match => match.Groups[1].Value).Distinct();
            Write(project, yaml, string.Concat(named.Select((id, index) => (index == 0 ? "processes:\n" : "") + $"  {id}: {{ command: sleep }}\n")));
        }

        var check = await Tool.ServerAsync(project.Root, "check", "--config", project.ConfigFile);
        Assert.Equal((0, true), (check.ExitCode, check.Output.Contains(": valid, ", StringComparison.Ordinal)));
        Assert.DoesNotContain(" error ", check.Errors);
    }

    private static void Write(Project project, string proxy, string processes)
    {
        if (processes.Length > 0)
        {
            proxy += "\nprocessConfigFile: ./config/processes.yaml\n";
            project.Write("config/processes.yaml", processes);
        }

        project.Write("config/proxy.yaml", proxy);
    }

    [GeneratedRegex("^(scrape_configs|groups):", RegexOptions.Multiline)]
    private static partial Regex ForPrometheus();

    [GeneratedRegex("^(processes|settings):", RegexOptions.Multiline)]
    private static partial Regex ProcessFile();

    [GeneratedRegex("^routes:", RegexOptions.Multiline)]
    private static partial Regex Routes();

    [GeneratedRegex(@"^\w+:(?: \{ *|\n  )command:")]
    private static partial Regex OneProcess();

    [GeneratedRegex(@"\bprocess: ([\w.-]+)")]
    private static partial Regex Named();
}
