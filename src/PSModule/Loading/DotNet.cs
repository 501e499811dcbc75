using System.Runtime.InteropServices;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>The installed .NET of this machine. PowerShell includes its own runtime, which may be the only one here.</summary>
internal static class DotNet
{
    /// <summary>The variable with the program that runs detached servers, instead of one that is searched for.</summary>
    public const string Variable = "PROCESSPROXY_DOTNET";

    private const string AspNetCoreName = "Microsoft.AspNetCore.App";
    private static readonly Version Runtime = Environment.Version;

    /// <summary>Gets the folders of ASP.NET Core with the same version as the runtime, newest first.</summary>
    public static IEnumerable<string> AspNetCoreFolders => Roots().SelectMany(AspNetCoreIn);

    /// <summary>Returns the program that runs .NET assemblies with ASP.NET Core: that of the variable, or an installed one, or null.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? (File.Exists(named) ? Path.GetFullPath(named) : null)
        : Roots().Where(root => AspNetCoreIn(root).Any())
            .Select(root => Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).FirstOrDefault(File.Exists);

    /// <summary>Returns the error that there is none, with what to do.</summary>
    public static EngineException Missing(Exception cause) => new(
        EngineErrors.NoDotNet,
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named && !File.Exists(named)
            ? $"{Variable} names {named}, which does not exist. Remove the variable, or install .NET with ASP.NET Core {AspNetCore.Name} with: {AspNetCore.InstallCommand}"
            : $"A detached server needs .NET with ASP.NET Core {AspNetCore.Name} on this machine. Install it with: {AspNetCore.InstallCommand}",
        cause);

    private static IEnumerable<string> AspNetCoreIn(string root) => new[] { Path.Combine(root, "shared", AspNetCoreName) }
        .Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories)
        .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out var version) ? version : null))
        .Where(one => one.Version is not null && one.Version.Major == Runtime.Major && one.Version.Minor == Runtime.Minor)
        .OrderByDescending(one => one.Version).Select(one => one.Folder);

    /// <summary>Returns the possible folders of .NET: beside the current runtime, and the usual places of installers.</summary>
    private static IEnumerable<string> Roots()
    {
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string?[] roots =
        [
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            beside,
            .. OperatingSystem.IsWindows()
                ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")]
                : new[] { "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/usr/local/share/dotnet", "/opt/homebrew/opt/dotnet/libexec" },
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet"),
        ];
        return roots.OfType<string>().Where(root => root.Length > 0).Distinct();
    }
}
