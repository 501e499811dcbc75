using System.Text.RegularExpressions;
using ProcessProxy.PSModule.Tests.Engine;
using ProcessProxy.PSModule.Tests.Engine.Terminals;
using Xunit;

namespace ProcessProxy.PSModule.Tests;

/// <summary>What the README has people type in PowerShell works as it stands there, and shows what it says.</summary>
public sealed partial class ReadmeTests
{
    private const string Unhealthy = "Get-ManagedProcess -Health Unhealthy | Restart-ManagedProcess -Wait";
    private const string Ports = "port: [0-9]+";

    [Fact(Timeout = 300_000)]
    public async Task The_lines_of_the_readme_do_what_it_says_and_show_what_it_shows()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
        await using var project = new ShellProject();
        await using var terminal = await Terminal.OpenAsync(project);
        var shown = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var line in Lines(readme))
        {
            if (line == "Stop-ProxyServer")
            {
                // What the text below adds to the block, while there is something to act on.
                Assert.Contains($"`{Unhealthy}`", readme, StringComparison.Ordinal);
                Assert.Empty(await terminal.EnterAsync(Unhealthy));
            }

            shown[line] = await terminal.EnterAsync(line);
            if (line.StartsWith("Start-ManagedProcess", StringComparison.Ordinal))
            {
                await Wait.Until(() => Logged(project) >= 2, "the clock has struck twice");
            }
            else if (line.StartsWith("New-ProxyConfiguration", StringComparison.Ordinal))
            {
                // The ports of the new configuration are for people; tests take free ones.
                var text = await File.ReadAllTextAsync(project.File("site/proxy.yaml"), TestContext.Current.CancellationToken);
                project.Write("site/proxy.yaml", Regex.Replace(text, Ports, "port: 0"));
            }
        }

        foreach (var (command, sample) in Samples(readme))
        {
            Assert.StartsWith(Shape(sample), Shape(string.Join('\n', shown[command])), StringComparison.Ordinal);
        }

        Assert.Matches(@"^What if: Performing the operation ""Stop-ManagedProcess"" on target ""clock \(pid \d+\)""\.$", Assert.Single(shown["Stop-ManagedProcess clock -WhatIf"]));
        Assert.Contains(shown["Get-ProxyServer"], line => line.StartsWith("Status", StringComparison.Ordinal) && line.EndsWith("running", StringComparison.Ordinal));
        Assert.Empty(shown["Test-ProxyConfiguration ./site/proxy.yaml"]);
        Assert.Contains(await terminal.EnterAsync("Get-Help about_ProcessProxy"), line => line.Contains("When a session ends", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["0"], await terminal.EnterAsync("$Error.Count"));
        await terminal.BeginAsync("exit");
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Empty(project.Processes);
    }

    /// <summary>What people type. The module has been imported from where it was built.</summary>
    private static IEnumerable<string> Lines(string readme) => Block().Match(readme).Groups[1].Value
        .Split('\n').Skip(1).Where(line => line.Length > 0 && !line.StartsWith('#'));

    private static IEnumerable<(string Command, string Shown)> Samples(string readme)
    {
        var samples = Sample().Matches(readme).Select(sample => (sample.Groups[1].Value, sample.Groups[2].Value)).ToList();
        Assert.True(samples.Count >= 2, "The README shows what its commands print.");
        return samples;
    }

    private static int Logged(ShellProject project) =>
        Directory.EnumerateFiles(project.Root, "clock.log", SearchOption.AllDirectories).Sum(log => File.ReadLines(log).Count());

    /// <summary>Without the numbers, the widths that follow from them, and the lines between.</summary>
    private static string Shape(string text) => Space().Replace(Number().Replace(text, "0"), " ").Trim();

    [GeneratedRegex("```powershell\n(Import-Module .*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`([^`\n]+)`[^`]*?(?:shows|prints)[^`]*?\n\n```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
