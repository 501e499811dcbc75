using System.Text;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// Reads a process file by itself, for a supervisor without a proxy. As strict as <see cref="ConfigurationLoader"/>.
/// </summary>
internal sealed class ProcessFileLoader : IConfigurationSource
{
    private readonly Func<string, SourceFile> read;

    /// <summary>Creates a loader without reading anything.</summary>
    /// <param name="processFile">The path of the process file.</param>
    /// <param name="projectDirectory">
    /// The project directory, which relative paths are relative to. Default: the folder of <paramref name="processFile"/>, or its
    /// parent when that folder is named <c>config</c>.
    /// </param>
    /// <exception cref="ArgumentException">A path is empty or holds a NUL.</exception>
    public ProcessFileLoader(string processFile, string? projectDirectory = null)
        : this(processFile, projectDirectory, SourceFile.Read)
    {
    }

    private ProcessFileLoader(string processFile, string? projectDirectory, Func<string, SourceFile> read)
    {
        ProcessFile = Path.GetFullPath(processFile);
        ProjectDirectory = Path.GetFullPath(projectDirectory ?? ProjectPaths.DirectoryOf(ProcessFile));
        this.read = read;
    }

    /// <summary>Gets the absolute path of the process file.</summary>
    public string ProcessFile { get; }

    /// <summary>Gets the absolute path of the project directory.</summary>
    public string ProjectDirectory { get; }

    /// <summary>Creates a loader for a process file in memory.</summary>
    /// <param name="name">The name of the file in problems.</param>
    /// <param name="projectDirectory">The folder that relative paths in it start from.</param>
    /// <param name="text">Gives the text, at each load.</param>
    public static ProcessFileLoader OfText(string name, string projectDirectory, Func<string> text) => new(
        Path.Combine(projectDirectory, name), projectDirectory, _ => new SourceFile(Encoding.UTF8.GetBytes(text())));

    /// <inheritdoc/>
    /// <remarks>Does not throw for anything that is in the file, nor for a file that cannot be read.</remarks>
    public ConfigurationResult Load() =>
        ConfigurationParser.ParseProcesses(ProcessFile, ProjectDirectory, ConfigurationLoader.CurrentEnvironment(), read);
}
