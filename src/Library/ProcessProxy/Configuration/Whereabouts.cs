using System.Globalization;
using System.Text;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// Where to look for the server of a configuration. Read leniently: the caller may lack the variables that the server was
/// started with, and may look for it because the file was just broken.
/// </summary>
/// <param name="ConfigFile">The configuration file.</param>
/// <param name="ProjectDirectory">The folder that relative paths start from.</param>
/// <param name="StateDirectory">The folder that the server locks.</param>
/// <param name="Management">The address of the management API, or null.</param>
/// <param name="ApiKey">The key, or null.</param>
internal sealed record Whereabouts(string ConfigFile, string ProjectDirectory, string StateDirectory, Uri? Management, string? ApiKey)
{
    private static readonly ManagementSpec Default = new();
    private static readonly string DefaultHost = Default.Host!;

    /// <summary>Reads the files that a loader would read.</summary>
    public static Whereabouts Read(ConfigurationLoader source)
    {
        var paths = new ProjectPaths(source.ProjectDirectory);
        var proxy = LenientFile.Read(source.ConfigFile);
        var processes = proxy.Find("processConfigFile") is { } named ? LenientFile.Read(paths.File(named)) : proxy;
        return new(
            source.ConfigFile,
            paths.ProjectDirectory,
            paths.Folder(processes.Find("settings", "pidManagement", "defaultPidDir") ?? ProcessesSpec.DefaultStateDirectory),
            Address(proxy.Find("management", "host") ?? DefaultHost, proxy.Find("management", "port")),
            proxy.Find("management", "apiKey") ?? (proxy.Find("management", "apiKeyFile") is { } file ? KeyIn(paths.File(file)) : null));
    }

    private static string? KeyIn(string file) => SourceFile.Read(file).Bytes is { } content ? Encoding.UTF8.GetString(content).Trim() : null;

    private static Uri? Address(string host, string? port)
    {
        if (host == ServerNames.None)
        {
            return null;
        }

        if (port is null || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            number = Default.Port;
        }

        var name = host switch
        {
            "*" or "0.0.0.0" or "::" => DefaultHost,
            _ when host.Contains(':', StringComparison.Ordinal) => $"[{host}]",
            _ => host,
        };
        return Uri.TryCreate($"http://{name}:{number}", UriKind.Absolute, out var address) ? address : null;
    }
}
