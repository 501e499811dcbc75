using System.Reflection;
using System.Runtime.Loader;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>
/// The module's own load context: what is in <c>lib/</c>, and ASP.NET. Other modules of the session may bring other versions
/// of the same libraries, and neither sees the other's.
/// </summary>
internal sealed class EngineLoadContext(string library, AspNetCore aspNetCore) : AssemblyLoadContext("ProcessProxy")
{
    /// <summary>The assemblies whose types cross between the contexts: there must be one of each.</summary>
    private static readonly Assembly[] Shared = [typeof(IProcessClient).Assembly, typeof(IProxyEngine).Assembly];

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Array.Find(Shared, one => one.GetName().Name == assemblyName.Name) is { } shared)
        {
            return shared;
        }

        // What was named by the user comes before what the module brought.
        var file = aspNetCore.Folders.Append(library)
            .Select(folder => Path.Combine(folder, assemblyName.Name + ".dll")).FirstOrDefault(File.Exists);
        return file is null ? null : LoadFromAssemblyPath(file);
    }
}
