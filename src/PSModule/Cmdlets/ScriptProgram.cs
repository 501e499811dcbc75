namespace ProcessProxy.PowerShell.Commands;

/// <summary>A script of PowerShell as a program: no system starts one by itself, except one that names its shell in its first line.</summary>
internal static class ScriptProgram
{
    private const string Shell = "pwsh";

    /// <summary>Whether a file is a script of PowerShell.</summary>
    public static bool IsScript(string file) => file.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);

    /// <summary>The arguments that have the shell run a script.</summary>
    public static IReadOnlyList<string> ArgumentsOf(string file, IEnumerable<string> arguments) => ["-NoProfile", "-NonInteractive", "-File", file, .. arguments];

    /// <summary>The shell: the one that runs this, the one of this installation, or the one in the PATH.</summary>
    /// <param name="process">The program of this process.</param>
    /// <param name="home">The folder of this PowerShell.</param>
    public static string ShellOf(string? process, string home)
    {
        var installed = Path.Combine(home, OperatingSystem.IsWindows() ? $"{Shell}.exe" : Shell);
        return Path.GetFileNameWithoutExtension(process) == Shell ? process!
            : File.Exists(installed) ? installed
            : Shell;
    }
}
