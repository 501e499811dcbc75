using System.Text.RegularExpressions;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests;

/// <summary>What the README has people type works as it stands there, and prints what it says.</summary>
public sealed partial class ReadmeTests
{
    private const int Patience = 300_000;

    /// <summary>Runs each line as at a prompt, and marks what it shows.</summary>
    private const string Prompt = """
        function Out-Screen {
            param([string[]] $Lines)
            foreach ($line in $Lines) {
                "> $line"
                . ([scriptblock]::Create($line)) | Out-Default
                if ($line -like 'Start-ManagedProcess*') { while (@(Get-ManagedProcessLog clock).Count -lt 2) { Start-Sleep -Milliseconds 20 } }
            }
        }
        """;

    [Fact(Timeout = Patience)]
    public async Task The_lines_of_the_readme_do_what_it_says_and_show_what_it_shows()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Builds.Repository, "README.md"), TestContext.Current.CancellationToken);
        await using var project = new Project();
        var shown = string.Join('\n', await project.RunScriptAsync($$"""
            {{Prompt}}
            [Environment]::CurrentDirectory = '{{project.Root}}'
            $null = $ExecutionContext.SessionState.Path.SetLocation('{{project.Root}}')
            . Out-Screen @(@'
            {{Lines(readme)}}
            '@ -split '\n' | Where-Object { $_ -and $_ -notlike '#*' })
            """));
        Assert.DoesNotContain("\nerror: ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\nfailure: ", shown, StringComparison.Ordinal);
        Assert.Contains("What if: Performing the operation \"Stop-ManagedProcess\" on target \"clock (pid", shown, StringComparison.Ordinal);
        var samples = Sample().Matches(readme).Where(sample => shown.Contains($"> {sample.Groups[1].Value}\n", StringComparison.Ordinal)).ToList();
        Assert.True(samples.Count >= 2, "The README shows what its commands print.");
        Assert.All(samples, sample => Assert.StartsWith(
            Shape(sample.Groups[2].Value), Shape(shown.Split($"> {sample.Groups[1].Value}\n")[1]), StringComparison.Ordinal));
    }

    /// <summary>What people type. The module has another path here, and the ports of the new configuration are for people; tests take free ones.</summary>
    private static string Lines(string readme) => Block().Match(readme).Groups[1].Value
        .Replace("./artifacts/module/ProcessProxy", $"'{Builds.Module}'", StringComparison.Ordinal)
        .Replace("Start-ProxyServer ./site", "(Get-Content site/proxy.yaml -Raw) -replace 'port: \\d+', 'port: 0' | Set-Content site/proxy.yaml\nStart-ProxyServer ./site", StringComparison.Ordinal);

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
