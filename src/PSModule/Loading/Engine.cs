using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>The content of the module's load context, loaded on first use: importing the module loads nothing of it.</summary>
internal static class Engine
{
    private const string Assembly = "ProcessProxy.PowerShell.Hosting";
    private static readonly Lock Gate = new();
    private static IProxyEngine? loaded;

    /// <summary>Gets the folder of the module.</summary>
    public static string ModuleFolder { get; } = Path.GetDirectoryName(typeof(Engine).Assembly.Location)!;

    /// <summary>Gets the engine.</summary>
    /// <exception cref="EngineException">There is no ASP.NET Core. The next call looks for it again.</exception>
    public static IProxyEngine Instance
    {
        get
        {
            lock (Gate)
            {
                return loaded ??= Load();
            }
        }
    }

    private static IProxyEngine Load()
    {
        var library = Path.Combine(ModuleFolder, "lib");
        var context = new EngineLoadContext(library, AspNetCore.Find(library));
        var assembly = context.LoadFromAssemblyPath(Path.Combine(library, Assembly + ".dll"));
        return (IProxyEngine)Activator.CreateInstance(assembly.GetType(Assembly + ".ProxyEngine", throwOnError: true)!)!;
    }
}
