using ProcessProxy.PSModule.Tests.Engine;

namespace ProcessProxy.PSModule.Tests.BuildScript;

/// <summary>Runs <c>build.ps1</c> in PowerShell.</summary>
internal static class Build
{
    /// <summary>Runs it to its end and gives its exit code and what it printed, errors last.</summary>
    public static async Task<(int ExitCode, string Output)> BuildAsync(this ShellProject project, Dictionary<string, string?> environment, params string[] arguments)
    {
        using var shell = project.LaunchWith(
            environment, Builds.PowerShell, ["-NoProfile", "-NonInteractive", "-File", Path.Combine(Repository.Root, "build.ps1"), .. arguments]);
        var (exitCode, output, errors) = await shell.EndAsync();
        return (exitCode, output + errors);
    }
}
