using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>
/// Finds ASP.NET Core. A PowerShell from an installer or an archive has none, so the module includes it; a variable can name
/// another one, and an installed one comes last.
/// </summary>
internal sealed class AspNetCore
{
    /// <summary>The variable with a folder of ASP.NET Core assemblies to use instead of the module's own.</summary>
    public const string Variable = "PROCESSPROXY_ASPNETCORE";

    private const string Witness = "Microsoft.AspNetCore.dll";
    private static readonly Version Runtime = Environment.Version;

    private AspNetCore(IReadOnlyList<string> folders) => Folders = folders;

    /// <summary>Gets the folders of its assemblies; the first wins.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Gets how it is installed here.</summary>
    public static string InstallCommand =>
        OperatingSystem.IsWindows() ? $"winget install Microsoft.DotNet.AspNetCore.{Runtime.Major}"
        : OperatingSystem.IsMacOS() ? "brew install dotnet"
        : $"apt-get install aspnetcore-runtime-{Name}";

    /// <summary>Gets its version for display.</summary>
    public static string Name => $"{Runtime.Major}.{Runtime.Minor}";

    /// <summary>Finds it: from the variable, the module's own, or an installed one with the same version as the runtime.</summary>
    /// <exception cref="EngineException">There is none, or none in the folder of the variable.</exception>
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
