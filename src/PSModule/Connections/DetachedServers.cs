using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Servers that run as processes of their own, started from here.</summary>
internal static class DetachedServers
{
    public static Task<ProxyConnection> StartAsync(string configFile, string? projectDirectory, Guid owner, CancellationToken token) =>
        throw new EngineException(EngineErrors.NoDotNet, "todo");

    public static Task StopAsync(ProxyConnection connection, bool keepProcesses, CancellationToken token) =>
        throw new EngineException(EngineErrors.NoDotNet, "todo");
}
