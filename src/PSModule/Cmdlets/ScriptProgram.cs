namespace ProcessProxy.PowerShell.Commands;

/// <summary>A PowerShell script as a program: no system starts one by itself, unless its first line names its shell.</summary>
internal static class ScriptProgram
{
    private const string Shell = "pwsh";

    /// <summary>Returns whether a file is a PowerShell script.</summary>
    public static bool IsScript(string file) => file.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the arguments with which the shell runs a script.</summary>
    public static IReadOnlyList<string> ArgumentsOf(string file, IEnumerable<string> arguments) => ["-NoProfile", "-NonInteractive", "-File", file, .. arguments];

    /// <summary>Returns the shell: the one that runs this, that of this installation, or the one in the PATH.</summary>
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
