namespace ProcessProxy.Platform.Processes;

/// <summary>What can be wrong with a program or its folder on any system, in words.</summary>
internal static class ProgramFaults
{
    /// <summary>The working directory is not there.</summary>
    public static LaunchException NoFolder(string cwd, bool isFile) => new(
        isFile ? $"Its working directory {cwd} is a file, not a folder." : $"Its working directory {cwd} does not exist.",
        LaunchFault.WorkingDirectory);

    /// <summary>No folder of PATH has the program.</summary>
    public static LaunchException NotInPath(string command) => new($"The program '{command}' was not found in PATH.", LaunchFault.NotFound);

    /// <summary>Nothing is where the program is said to be.</summary>
    public static LaunchException NotThere(string file) => new($"The program {file} does not exist.", LaunchFault.NotFound);

    /// <summary>A folder is where the program is said to be.</summary>
    public static LaunchException IsFolder(string file) => new($"The program {file} is a folder.", LaunchFault.NotExecutable);
}
