using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.BuildScript;

/// <summary>
/// <c>build.ps1 -Task Analyze</c> where PSScriptAnalyzer is and where it is not. The registry of packages does not have it, so that a module that
/// writes down how it is called takes its place.
/// </summary>
public sealed class AnalyzeTests
{
    private const int Patience = 180_000;

    [Fact(Timeout = Patience)]
    public async Task Without_the_analyzer_the_scripts_are_parsed_and_it_is_said_how_to_install_it()
    {
        await using var project = new ShellProject();
        var (exitCode, output) = await project.BuildAsync(Home(project), "-Task", "Analyze");
        Assert.True(exitCode == 0, output);
        Assert.Contains("PSScriptAnalyzer is not installed. Install it with: Install-PSResource PSScriptAnalyzer", output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Every_script_and_the_manifest_as_it_is_laid_out_are_given_to_the_analyzer()
    {
        await using var project = WithAnalyzer("");
        var (exitCode, output) = await project.BuildAsync(Home(project), "-Task", "Analyze");
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("not installed", output, StringComparison.Ordinal);
        var calls = await File.ReadAllLinesAsync(project.File("calls"), TestContext.Current.CancellationToken);
        Assert.Contains($"{Path.Combine(Repository.Root, "build.ps1")} Warning,Error ", calls);
        Assert.Contains($"{Path.Combine(Builds.Module, "ProcessProxy.psd1")} Warning,Error ", calls);
        Assert.Contains($"{Path.Combine(Repository.Root, "tests/Pester/Session.Tests.ps1")} Warning,Error PSUseDeclaredVarsMoreThanAssignments", calls);
    }

    [Fact(Timeout = Patience)]
    public async Task A_finding_is_shown_and_fails_the_task()
    {
        await using var project = WithAnalyzer("if ($Path -like '*build.ps1') { [pscustomobject] @{ RuleName = 'PSAvoidSomething'; ScriptName = 'build.ps1' } }");
        var (exitCode, output) = await project.BuildAsync(Home(project), "-Task", "Analyze");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("PSAvoidSomething", output, StringComparison.Ordinal);
        Assert.Contains("PSScriptAnalyzer has 1 findings.", output, StringComparison.Ordinal);
    }

    /// <summary>Modules are looked for below the home folder, where the machine's own are not.</summary>
    private static Dictionary<string, string?> Home(ShellProject project) => new() { ["HOME"] = project.Root, ["PSModulePath"] = project.File("modules") };

    private static ShellProject WithAnalyzer(string findings) => new ShellProject().Write("modules/PSScriptAnalyzer/PSScriptAnalyzer.psm1", $$"""
        function Invoke-ScriptAnalyzer {
            [CmdletBinding()] param([string] $Path, [string[]] $Severity, [string[]] $ExcludeRule)
            Add-Content "$HOME/calls" "$Path $($Severity -join ',') $ExcludeRule"
            {{findings}}
        }
        """);
}
