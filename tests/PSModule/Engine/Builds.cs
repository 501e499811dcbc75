using System.Reflection;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>Where what is tested was built.</summary>
internal static class Builds
{
    public static string Configuration { get; } = typeof(Builds).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static string Repository { get; } = Above("ProcessProxy.slnx");

    public static string Module { get; } = Path.Combine(Repository, "artifacts", "module", "ProcessProxy");

    public static string Server { get; } = Built("src/Server", "processproxy");

    public static string TestProcess { get; } = Built("tests/TestProcess", "TestProcess");

    /// <summary>The real shell, as people have it.</summary>
    public static string PowerShell { get; } = Path.Combine(Repository, "artifacts", "pwsh", "pwsh");

    private static string Built(string project, string program) =>
        Path.Combine(Repository, project, "bin", Configuration, "net10.0", program);

    private static string Above(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, name)))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"There is no {name} above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
