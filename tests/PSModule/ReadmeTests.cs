using System.Text.RegularExpressions;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests;

/// <summary>What the README has people type works as it stands there.</summary>
public sealed partial class ReadmeTests
{
    private const int Patience = 180_000;

    [Fact(Timeout = Patience)]
    public async Task The_lines_of_the_readme_do_what_it_says()
    {
        // There is no pwsh beside this engine: something else that talks stands in for it. The ports of the README are for
        // people; tests take free ones.
        await using var project = new Project();
        project.Write("bin/pwsh", "#!/bin/sh\nwhile :; do echo \"it is $(date)\"; sleep 1; done\n");
        File.SetUnixFileMode(project.File("bin/pwsh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var lines = Block().Match(await File.ReadAllTextAsync(Path.Combine(Builds.Repository, "README.md"), TestContext.Current.CancellationToken)).Groups[1].Value
            .Replace("./artifacts/module/ProcessProxy", $"'{Builds.Module}'", StringComparison.Ordinal)
            .Replace("Start-ProxyServer ./site", "$text = [IO.File]::ReadAllText('./site/proxy.yaml') -replace 'port: \\d+', 'port: 0'; [IO.File]::WriteAllText('./site/proxy.yaml', $text)\nStart-ProxyServer ./site", StringComparison.Ordinal);
        Assert.Contains("Import-Module", lines, StringComparison.Ordinal);
        var shown = await project.RunScriptAsync($$"""
            [Environment]::CurrentDirectory = '{{project.Root}}'
            $null = $ExecutionContext.SessionState.Path.SetLocation('{{project.Root}}')
            $env:PATH = '{{project.File("bin")}}' + ':' + $env:PATH
            {{lines}}
            """);
        Assert.Contains(shown, line => line.Contains("Id = clock", StringComparison.Ordinal) && line.Contains("State = Running", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, line => line.StartsWith("error", StringComparison.Ordinal) || line.StartsWith("failure", StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("ServerStatus", StringComparison.Ordinal));
    }

    [GeneratedRegex("```powershell\n(Import-Module .*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
