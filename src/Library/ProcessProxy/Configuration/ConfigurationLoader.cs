using System.Collections;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// Reads <c>proxy.yaml</c> and the process file it names. Strict: every unknown key, wrong type and contradiction is
/// a problem, and all of them are reported at once. It does not check whether programs and folders exist; that happens
/// when they are launched.
/// </summary>
public sealed class ConfigurationLoader : IConfigurationSource
{
    private readonly IReadOnlyDictionary<string, string>? environment;

    /// <summary>Creates a loader without reading anything.</summary>
    /// <param name="configFile">The path of <c>proxy.yaml</c>.</param>
    /// <param name="projectDirectory">
    /// The project directory, which relative paths are relative to. Default: the folder of <paramref name="configFile"/>, or
    /// its parent when that folder is named <c>config</c>.
    /// </param>
    /// <param name="environment">The variables that <c>${NAME}</c> refers to. Default: those of this process, read at each load.</param>
    /// <exception cref="ArgumentException">A path is empty or holds a NUL.</exception>
    public ConfigurationLoader(
        string configFile, string? projectDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        ConfigFile = Path.GetFullPath(configFile);
        ProjectDirectory = Path.GetFullPath(projectDirectory ?? ProjectPaths.DirectoryOf(ConfigFile));
        this.environment = environment;
    }

    /// <summary>Gets the absolute path of <c>proxy.yaml</c>.</summary>
    public string ConfigFile { get; }

    /// <summary>Gets the absolute path of the project directory.</summary>
    public string ProjectDirectory { get; }

    /// <inheritdoc/>
    /// <remarks>Does not throw for anything that is in the files, nor for files that cannot be read.</remarks>
    public ConfigurationResult Load() =>
        ConfigurationParser.Parse(ConfigFile, ProjectDirectory, environment ?? CurrentEnvironment(), SourceFile.Read);

    /// <summary>How this system compares the names of variables.</summary>
    internal static StringComparer VariableNames { get; } = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The variables of this process.</summary>
    internal static Dictionary<string, string> CurrentEnvironment()
    {
        var variables = new Dictionary<string, string>(VariableNames);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }
}
