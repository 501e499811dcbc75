namespace ProcessProxy.Platform.Processes;

/// <summary>Descriptions of errors of a program or its folder on any system.</summary>
internal static class ProgramFaults
{
    /// <summary>The working directory does not exist.</summary>
    public static LaunchException NoFolder(string cwd, bool isFile) => new(
        isFile ? $"Its working directory {cwd} is a file, not a folder." : $"Its working directory {cwd} does not exist.",
        LaunchFault.WorkingDirectory);

    /// <summary>No folder of PATH has the program.</summary>
    public static LaunchException NotInPath(string command) => new($"The program '{command}' was not found in PATH.", LaunchFault.NotFound);

    /// <summary>There is no file at the path of the program.</summary>
    public static LaunchException NotThere(string file) => new($"The program {file} does not exist.", LaunchFault.NotFound);

    /// <summary>A folder is at the path of the program.</summary>
    public static LaunchException IsFolder(string file) => new($"The program {file} is a folder.", LaunchFault.NotExecutable);
}
