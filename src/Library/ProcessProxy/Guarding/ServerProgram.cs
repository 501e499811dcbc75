using ProcessProxy.Platform;

namespace ProcessProxy.Guarding;

/// <summary>The executable of a server, as the words that start it.</summary>
internal static class ServerProgram
{
    private const string LibraryExtension = ".dll";

    /// <summary>Returns the executable of this process. A link is not followed: it may point to another version by the time that it is used.</summary>
    /// <exception cref="IOException">The system does not report it.</exception>
    public static IReadOnlyList<string> This()
    {
        var program = Environment.ProcessPath ?? throw new IOException("The system does not report the path of this program.");
        return IsHost(program)
            ? [program, Environment.GetCommandLineArgs()[0]]
            : [CurrentPlatform.Processes.NameOfThis() is { } name && Find(name, program) is { } path ? path : program];
    }

    /// <summary>Returns an executable, or a library that the .NET host runs.</summary>
    /// <param name="path">Its absolute path.</param>
    public static IReadOnlyList<string> At(string path) =>
        Path.GetExtension(path) == LibraryExtension ? [Environment.ProcessPath is { } own && IsHost(own) ? own : "dotnet", path] : [path];

    private static bool IsHost(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet";

    /// <summary>Returns the path by which a program was started, or null if it leads elsewhere by now.</summary>
    private static string? Find(string name, string program)
    {
        IEnumerable<string> paths = name.Contains('/', StringComparison.Ordinal)
            ? [name]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name));
        return paths.Select(Path.GetFullPath).FirstOrDefault(path => File.Exists(path) && CurrentPlatform.Files.RealPath(path) == program);
    }
}
