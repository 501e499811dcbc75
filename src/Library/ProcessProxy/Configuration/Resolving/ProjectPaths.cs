namespace ProcessProxy.Configuration.Resolving;

/// <summary>The base of relative paths. Nothing depends on the working directory of the server.</summary>
/// <param name="projectDirectory">An absolute path.</param>
internal sealed class ProjectPaths(string projectDirectory)
{
    private const string ConfigFolder = "config";

    public string ProjectDirectory { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(projectDirectory));

    /// <summary>How this system compares paths.</summary>
    public static StringComparer Comparer { get; } = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Returns the folder of the configuration file, or its parent if that folder is named <c>config</c>.</summary>
    public static string DirectoryOf(string configFile)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(configFile)) ?? Path.GetPathRoot(Path.GetFullPath(configFile))!;
        return Path.GetFileName(folder) == ConfigFolder ? Path.GetDirectoryName(folder)! : folder;
    }

    public string File(string path) => Path.GetFullPath(path, ProjectDirectory);

    public string Folder(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, ProjectDirectory));
}
