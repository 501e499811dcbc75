namespace ProcessProxy.Tests.Architecture;

/// <summary>The source as text. Rules about who may know whom are read from it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Library => Path.Combine(Root, "src", "Library");

    /// <summary>The C# files below a folder, without what a build makes.</summary>
    public static IEnumerable<string> Files(params string[] folder) => Directory
        .EnumerateFiles(Path.Combine([Root, .. folder]), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ProcessProxy.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
