using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>
/// Where ASP.NET Core is. A PowerShell from an installer or an archive has none, so the module brings one; a variable can name
/// another, and what is installed is looked for last.
/// </summary>
internal sealed class AspNetCore
{
    /// <summary>Names a folder with the assemblies of ASP.NET Core to use instead of the module's own.</summary>
    public const string Variable = "PROCESSPROXY_ASPNETCORE";

    private const string Witness = "Microsoft.AspNetCore.dll";
    private static readonly Version Runtime = Environment.Version;

    private AspNetCore(IReadOnlyList<string> folders) => Folders = folders;

    /// <summary>The folders that hold it; the first wins.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>How it is installed here.</summary>
    public static string InstallCommand =>
        OperatingSystem.IsWindows() ? $"winget install Microsoft.DotNet.AspNetCore.{Runtime.Major}"
        : OperatingSystem.IsMacOS() ? "brew install dotnet"
        : $"apt-get install aspnetcore-runtime-{Name}";

    /// <summary>Its version, as people call it.</summary>
    public static string Name => $"{Runtime.Major}.{Runtime.Minor}";

    /// <summary>Looks for it: the variable, the module's own, an installed one of the same version as the runtime.</summary>
    /// <exception cref="EngineException">There is none, or none where the variable says.</exception>
    public static AspNetCore Find(string library)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return HasIt(named) ? new([named]) : throw new EngineException(
                EngineErrors.NoAspNetCore,
                $"{Variable} names {named}, but there is no {Witness} in it. Remove the variable, or install ASP.NET Core {Name} with: {InstallCommand}");
        }

        string[] found = [.. DotNet.AspNetCoreFolders.Prepend(library).Where(HasIt)];
        return found.Length > 0 ? new(found) : throw new EngineException(
            EngineErrors.NoAspNetCore,
            $"A proxy needs ASP.NET Core {Name}, but it is not in the module, on this machine or in {Variable}. Install it with: {InstallCommand}");
    }

    private static bool HasIt(string folder) => File.Exists(Path.Combine(folder, Witness));
}
