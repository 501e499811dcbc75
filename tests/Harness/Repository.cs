namespace ProcessProxy.Harness;

/// <summary>The folder of the repository, and its files as text.</summary>
public static class Repository
{
    /// <summary>The folder that holds everything.</summary>
    public static string Root { get; } = Find();

    /// <summary>The C# files below a folder, without what a build makes.</summary>
    public static IEnumerable<string> Files(params string[] folder) => Directory
        .EnumerateFiles(System.IO.Path.Combine([Root, .. folder]), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(System.IO.Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    /// <summary>The absolute path of a file, by its path in the repository.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>The text of a file, by its path in the repository.</summary>
    public static string Text(string relative) => File.ReadAllText(Path(relative));

    /// <summary>The path of a file in the repository, by its absolute path.</summary>
    public static string Relative(string file) => System.IO.Path.GetRelativePath(Root, file);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "ProcessProxy.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
