using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Starts supervisors in this session. They are added to the table immediately, so that they end with the session.</summary>
internal static class SessionServers
{
    /// <summary>Starts a complete server.</summary>
    public static Task<ProxyConnection> StartServerAsync(string configFile, string? projectDirectory, Guid owner, CancellationToken token)
    {
        var connection = new ProxyConnection(ConnectionKind.Session, configFile, owner);
        return OpenAsync(connection, () => Engine.Instance.StartServerAsync(configFile, projectDirectory, connection.Messages.Add, token));
    }

    /// <summary>Starts a server for routes that are not in a file.</summary>
    public static async Task<ProxyConnection> StartRoutesAsync(string configuration, Guid owner, CancellationToken token)
    {
        var folder = OrphanedSessions.NewFolder();
        var connection = new ProxyConnection(ConnectionKind.Session, folder, owner);
        await OpenAsync(connection, () => Engine.Instance.StartRoutesAsync(folder, configuration, connection.Messages.Add, token)).ConfigureAwait(false);
        connection.Name = (await connection.Client.GetStatusAsync(token).ConfigureAwait(false)).Endpoints.Http ?? folder;
        return connection;
    }

    /// <summary>Supervises the processes of a process file.</summary>
    public static Task<ProxyConnection> StartProcessesAsync(string processFile, string? projectDirectory, Guid owner, CancellationToken token)
    {
        var connection = new ProxyConnection(ConnectionKind.Session, processFile, owner);
        return OpenAsync(connection, () => Engine.Instance.StartProcessesAsync(processFile, projectDirectory, connection.Messages.Add, token));
    }

    /// <summary>
    /// Returns the supervisor for a process of the runspace that is not in a file: the one that has it already, that of a killed session in which the
    /// same program is still running, or otherwise the runspace's own.
    /// </summary>
    public static async Task<ProxyConnection> DefinedAsync(ProcessDefinition definition, Guid owner, CancellationToken token)
    {
        var own = ConnectionTable.All.Where(one => one.IsOpen && one.Owner == owner && one.Hosted is IDefinedProcesses).ToList();
        if (own.Find(one => one.Hosted!.ProcessIds.Contains(definition.Name)) is { } there)
        {
            return there;
        }

        var orphaned = await OrphanedSessions.FindAsync(token).ConfigureAwait(false);
        if (orphaned.FirstOrDefault(session => session.Runs(definition)) is { } left)
        {
            return own.Find(one => one.ProjectDirectory == left.Folder) ?? await StartDefinedAsync(left.Folder, owner, token).ConfigureAwait(false);
        }

        var connection = own.LastOrDefault() ?? await StartDefinedAsync(OrphanedSessions.NewFolder(), owner, token).ConfigureAwait(false);
        await OrphanedSessions.WarnAsync(orphaned, definition.Name, connection.Messages.Add, token).ConfigureAwait(false);
        return connection;
    }

    private static Task<ProxyConnection> StartDefinedAsync(string folder, Guid owner, CancellationToken token)
    {
        var connection = new ProxyConnection(ConnectionKind.Session, "this session", owner);
        return OpenAsync(connection, async () => await Engine.Instance.StartDefinedAsync(folder, connection.Messages.Add, token).ConfigureAwait(false));
    }

    private static async Task<ProxyConnection> OpenAsync(ProxyConnection connection, Func<Task<IHostedSupervisor>> start)
    {
        var hosted = await start().ConfigureAwait(false);
        connection.Hosted = hosted;
        connection.Client = hosted.Client;
        connection.ProjectDirectory = hosted.ProjectDirectory;
        ConnectionTable.Add(connection);
        return connection;
    }
}
