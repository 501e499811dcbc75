using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.BuildScript;

/// <summary><c>build.ps1 -Task Pack</c>, and what people do with the package of the module.</summary>
public sealed class PackTests
{
    private static readonly string Version = typeof(PackTests).Assembly.GetName().Version!.ToString(3);
    private static readonly string Packages = Path.Combine(Repository.Root, "artifacts", "packages");

    [Fact(Timeout = 300_000)]
    public async Task The_packages_are_made_and_the_module_is_installed_from_its_own_imported_and_used()
    {
        await using var project = new ShellProject();

        // A node of the build that stays would be a process that the test leaves behind.
        var (exitCode, output) = await project.BuildAsync(
            new() { ["MSBUILDDISABLENODEREUSE"] = "1" }, "-Task", "Pack", "-NoBuild", "-Configuration", Builds.Configuration);
        Assert.True(exitCode == 0, output);
        Assert.Equal([$"ProcessProxy.{Version}.nupkg", $"ProcessProxy.AspNetCore.{Version}.nupkg", $"ProcessProxy.Client.{Version}.nupkg"], Files("library"));
        Assert.Equal([$"ProcessProxy.{Version}.nupkg"], Files("module"));

        project.Write("install.ps1", $$"""
            $ErrorActionPreference = 'Stop'
            Register-PSResourceRepository -Name Local -Uri '{{Path.Combine(Packages, "module")}}' -Trusted
            Install-PSResource ProcessProxy -Repository Local
            (Get-Command Start-ManagedProcess).Module.Name
            Start-ManagedProcess clock -FilePath '{{Builds.TestProcess}}' -ArgumentList polite
            (Get-Module ProcessProxy).ModuleBase
            (Get-ManagedProcess clock).State
            (Get-Help Stop-ManagedProcess).Synopsis -ne ''
            Stop-ManagedProcess clock
            (Get-ManagedProcess clock).State
            (Get-InstalledPSResource ProcessProxy).Version.ToString()
            """);
        using var shell = project.LaunchWith(
            new() { ["HOME"] = project.Root, ["XDG_DATA_HOME"] = null, ["PSModulePath"] = null }, Builds.PowerShell, "-NoProfile", "-NonInteractive", "-File", project.File("install.ps1"));
        var (_, printed, errors) = await shell.EndAsync();
        Assert.Equal("", errors);
        Assert.Equal(
            ["ProcessProxy", project.File($".local/share/powershell/Modules/ProcessProxy/{Version}"), "Running", "True", "Stopped", Version],
            printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Packages, folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
