using System.Diagnostics;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>
/// The shell itself, as people have it: installed once as a .NET tool into the folder of what is built. Most tests run the engine in a
/// host of our own, which has no prompt and reads no keys.
/// </summary>
internal static class RealPwsh
{
    private const string Version = "7.6.9";
    private static readonly SemaphoreSlim Installing = new(1, 1);

    private static string Folder { get; } = Path.Combine(Builds.Repository, "artifacts", $"pwsh-{Version}");

    private static string Program { get; } = Path.Combine(Folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");

    /// <summary>The program; it is installed when it is not there. Skips the test where that cannot be.</summary>
    public static async Task<string> FindAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await Installing.WaitAsync(token);
        try
        {
            if (!File.Exists(Program))
            {
                await InstallAsync(token);
            }

            return Program;
        }
        finally
        {
            Installing.Release();
        }
    }

    /// <summary>Beside, and renamed when it is whole: other test programs may install it at the same time.</summary>
    private static async Task InstallAsync(CancellationToken token)
    {
        var beside = $"{Folder}.{Environment.ProcessId}";
        using var install = Process.Start(new ProcessStartInfo(
            "dotnet", ["tool", "install", "PowerShell", "--version", Version, "--tool-path", beside])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Builds.Repository,
        })!;
        var output = install.StandardOutput.ReadToEndAsync(token);
        var error = install.StandardError.ReadToEndAsync(token);
        await install.WaitForExitAsync(token);
        var said = await output + await error;
        Assert.SkipWhen(install.ExitCode != 0, $"PowerShell {Version} cannot be installed here: {said}");
        try
        {
            Directory.Move(beside, Folder);
        }
        catch (IOException) when (File.Exists(Program))
        {
            // Another one was quicker.
            Directory.Delete(beside, recursive: true);
        }
    }
}
