using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.FirstWeek;

/// <summary>The README's own programs, done as it says: its files, then its commands, one after another.</summary>
public sealed partial class ReadmeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Your_own_programs()
    {
        Assert.SkipWhen(Machine.Which("python3") is null, "There is no python3 here.");
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancelled);
        var section = text[text.IndexOf("## Your own programs", StringComparison.Ordinal)..];
        var blocks = Block().Matches(section).ToLookup(block => block.Groups[1].Value, block => block.Groups[2].Value);
        var files = blocks["yaml"].ToList();
        var commands = blocks[""].Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal((1, 3), (files.Count, commands.Count));

        // The ports of the README may be taken where tests run.
        await using var project = new Project();
        project.ConfigFile = Path.Combine(project.Root, "proxy.yaml");
        var program = Ports.Free().ToString(System.Globalization.CultureInfo.InvariantCulture);
        project.Write("proxy.yaml", files[0].Replace("8892", program, StringComparison.Ordinal).Replace("port: 8080", "port: 0\nmanagement: { port: 0 }", StringComparison.Ordinal));

        Assert.Equal(["mkdir photos && echo hello > photos/hello.txt", "processproxy check", "processproxy"], commands[1]);
        Assert.Equal(0, (await RunAsync(project, commands[1][0])).ExitCode);
        var check = await RunAsync(project, commands[1][1]);
        Assert.Equal((0, "", $"{project.ConfigFile}: valid, 1 process, 1 route\n"), (check.ExitCode, check.Errors, check.Output));
        var server = await project.StartAsync();
        using var http = new HttpClient();
        Assert.Equal("hello\n", await http.GetStringAsync(new Uri($"{server.Proxy}/photos/hello.txt"), Cancelled));

        await server.WaitForAsync("photos-server", info => info.Health == HealthState.Healthy, "is healthy");
        foreach (var command in commands[2])
        {
            var run = await RunAsync(project, command);
            Assert.Equal((command, 0, ""), (command, run.ExitCode, run.Errors));
            Assert.NotEqual("", run.Output);
        }
    }

    private static Task<ToolResult> RunAsync(Project project, string command) =>
        Shell.RunAsync(project.Root, $"processproxy() {{ \"$P\" \"$@\"; }}; {command}");

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
