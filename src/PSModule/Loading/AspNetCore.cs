using System.Runtime.InteropServices;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>
/// Where ASP.NET Core is. A PowerShell from an installer or an archive has none, so the module brings one; a variable can name
/// another, and what is installed is looked for last.
/// </summary>
internal sealed class AspNetCore
{
    /// <summary>Names a folder with the assemblies of ASP.NET Core to use instead of the module's own.</summary>
    public const string Variable = "PROCESSPROXY_ASPNETCORE";

    private const string Framework = "Microsoft.AspNetCore.App";
    private const string Witness = "Microsoft.AspNetCore.dll";
    private static readonly Version Runtime = Environment.Version;

    private AspNetCore(IReadOnlyList<string> folders) => Folders = folders;

    /// <summary>The folders that hold it; the first wins.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Whether there is any.</summary>
    public bool IsThere => Folders.Count > 0;

    /// <summary>What to do when there is none.</summary>
    public static string Missing =>
        $"A proxy needs ASP.NET Core {Runtime.Major}.{Runtime.Minor}, and there is none in the module, on this machine or in {Variable}. "
        + $"Install it with: {InstallCommand}";

    /// <summary>What to do when there is no .NET to run a server of its own with.</summary>
    public static string MissingDotNet =>
        $"A server of its own needs .NET with ASP.NET Core {Runtime.Major}.{Runtime.Minor} on this machine. Install it with: {InstallCommand}";

    private static string InstallCommand =>
        OperatingSystem.IsWindows() ? $"winget install Microsoft.DotNet.AspNetCore.{Runtime.Major}"
        : OperatingSystem.IsMacOS() ? "brew install dotnet"
        : $"apt-get install aspnetcore-runtime-{Runtime.Major}.{Runtime.Minor}";

    /// <summary>Looks for it: the variable, the module's own, an installed one of the same version as the runtime.</summary>
    public static AspNetCore Find(string library)
    {
        string?[] candidates = [Environment.GetEnvironmentVariable(Variable), library, .. Installed()];
        return new([.. candidates.OfType<string>().Where(folder => File.Exists(Path.Combine(folder, Witness)))]);
    }

    /// <summary>The program that runs .NET assemblies with an installed ASP.NET Core; null when there is none.</summary>
    public static string? FindDotNet() => Roots().Where(root => InstalledIn(root).Any())
        .Select(root => Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).FirstOrDefault(File.Exists);

    /// <summary>The folders of the installed ones, newest first.</summary>
    private static IEnumerable<string> Installed() => Roots().SelectMany(InstalledIn);

    private static IEnumerable<string> InstalledIn(string root) => new[] { root }
        .Select(root => Path.Combine(root, "shared", Framework)).Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories)
        .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out var version) ? version : null))
        .Where(one => one.Version is not null && one.Version.Major == Runtime.Major && one.Version.Minor == Runtime.Minor)
        .OrderByDescending(one => one.Version).Select(one => one.Folder);

    /// <summary>Where .NET may be installed: beside the runtime that runs this, and where installers put it.</summary>
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
