using System.Reflection;

namespace ProcessProxy.Harness;

/// <summary>Where the programs under test were built.</summary>
public static class Builds
{
    /// <summary>Debug or Release, as these tests are.</summary>
    public static string Configuration { get; } = typeof(Builds).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static string Server { get; } = Built("src/Server", "processproxy");

    public static string TestProcess { get; } = Built("tests/TestProcess", "TestProcess");

    /// <summary>The PowerShell module as it is installed.</summary>
    public static string Module { get; } = Repository.Path("artifacts/module/ProcessProxy");

    /// <summary>The real shell, as people have it.</summary>
    public static string PowerShell { get; } = Repository.Path("artifacts/pwsh/pwsh");

    private static string Built(string project, string program) => Repository.Path(Path.Combine(project, "bin", Configuration, "net10.0", program));
}
