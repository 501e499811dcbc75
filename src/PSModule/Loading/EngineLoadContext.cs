using System.Reflection;
using System.Runtime.Loader;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>
/// The module's own load context: the contents of <c>lib/</c>, and ASP.NET Core. Other modules of the session may load other versions
/// of the same libraries, and neither sees the other's.
/// </summary>
internal sealed class EngineLoadContext(string library, AspNetCore aspNetCore) : AssemblyLoadContext("ProcessProxy")
{
    /// <summary>The assemblies whose types cross between the contexts: each must exist only once.</summary>
    private static readonly Assembly[] Shared = [typeof(IProcessClient).Assembly, typeof(IProxyEngine).Assembly];

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Array.Find(Shared, one => one.GetName().Name == assemblyName.Name) is { } shared)
        {
            return shared;
        }

        // The user's choice has priority over the module's own.
        var file = aspNetCore.Folders.Append(library)
            .Select(folder => Path.Combine(folder, assemblyName.Name + ".dll")).FirstOrDefault(File.Exists);
        return file is null ? null : LoadFromAssemblyPath(file);
    }
}
