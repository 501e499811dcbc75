using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Detached servers that were started from here.</summary>
internal static class DetachedServers
{
    /// <summary>Gets the server that is included in the module.</summary>
    public static string ProgramFile => Path.Combine(Engine.ModuleFolder, "server", "processproxy.dll");

    /// <summary>Starts a server, or connects to the running one.</summary>
    public static async Task<ProxyConnection> StartAsync(string configFile, string? projectDirectory, Guid owner, CancellationToken token)
    {
        var dotNet = DotNet.Find();
        IDetachedServer server;
        try
        {
            server = await Engine.Instance.StartDetachedAsync(
                new DetachedStart(configFile, projectDirectory, ProgramFile, dotNet), token).ConfigureAwait(false);
        }
        catch (EngineException failure) when (failure.Code == EngineErrors.NoDotNet)
        {
            throw DotNet.Missing(failure);
        }

        var connection = RemoteServer.Create(server.Server, owner, server);
        ConnectionTable.Add(connection);
        return connection;
    }

    /// <summary>Stops a server.</summary>
    public static async Task StopAsync(ProxyConnection connection, CancellationToken token)
    {
        await connection.Detached!.StopAsync(token).ConfigureAwait(false);
        await connection.CloseAsync(keepProcesses: null, CancellationToken.None).ConfigureAwait(false);
    }
}
