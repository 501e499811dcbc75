using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Loading;

/// <summary>What is behind the module's load context, loaded when it is first used: importing the module loads nothing of it.</summary>
internal static class Engine
{
    private const string Assembly = "ProcessProxy.PowerShell.Hosting";
    private static readonly Lazy<IProxyEngine> Loaded = new(Load);
    private static readonly Lazy<AspNetCore> Web = new(() => AspNetCore.Find(Library));

    /// <summary>The folder of the module.</summary>
    public static string ModuleFolder { get; } = Path.GetDirectoryName(typeof(Engine).Assembly.Location)!;

    /// <summary>The engine.</summary>
    /// <exception cref="EngineException">There is no ASP.NET Core.</exception>
    public static IProxyEngine Instance => Web.Value.IsThere ? Loaded.Value : throw new EngineException(EngineErrors.NoAspNetCore, AspNetCore.Missing);

    private static string Library => Path.Combine(ModuleFolder, "lib");

    private static IProxyEngine Load()
    {
        var context = new EngineLoadContext(Library, Web.Value);
        var assembly = context.LoadFromAssemblyPath(Path.Combine(Library, Assembly + ".dll"));
        return (IProxyEngine)Activator.CreateInstance(assembly.GetType(Assembly + ".ProxyEngine", throwOnError: true)!)!;
    }
}
