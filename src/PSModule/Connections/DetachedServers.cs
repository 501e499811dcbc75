using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Servers that run as processes of their own, started from here.</summary>
internal static class DetachedServers
{
    /// <summary>The server that comes with the module.</summary>
    public static string ProgramFile => Path.Combine(Engine.ModuleFolder, "server", "processproxy.dll");

    /// <summary>Starts one, or connects to the one that runs already.</summary>
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

    /// <summary>Stops one.</summary>
    public static async Task StopAsync(ProxyConnection connection, CancellationToken token)
    {
        await connection.Detached!.StopAsync(token).ConfigureAwait(false);
        await connection.CloseAsync(keepProcesses: null, CancellationToken.None).ConfigureAwait(false);
    }
}
