using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Starts supervisors in this session. What has been started is in the table at once, so that it ends with the session.</summary>
internal static class SessionServers
{
    private const string Folder = "ProcessProxy";

    /// <summary>Starts a whole server.</summary>
    public static Task<ProxyConnection> StartServerAsync(string configFile, string? projectDirectory, Guid owner, CancellationToken token)
    {
        var connection = new ProxyConnection(ConnectionKind.Session, configFile, owner);
        return OpenAsync(connection, () => Engine.Instance.StartServerAsync(configFile, projectDirectory, connection.Tell, token));
    }

    /// <summary>Supervises the processes of a process file.</summary>
    public static Task<ProxyConnection> StartProcessesAsync(string processFile, string? projectDirectory, Guid owner, CancellationToken token)
    {
        var connection = new ProxyConnection(ConnectionKind.Session, processFile, owner);
        return OpenAsync(connection, () => Engine.Instance.StartProcessesAsync(processFile, projectDirectory, connection.Tell, token));
    }

    /// <summary>The supervisor of the runspace's processes that no file names; it is started when there is none yet.</summary>
    public static async Task<ProxyConnection> DefinedAsync(Guid owner, CancellationToken token)
    {
        if (ConnectionTable.All.LastOrDefault(one => one.Owner == owner && one.Hosted is IDefinedProcesses) is { } there)
        {
            return there;
        }

        var folder = Path.Combine(DataFolder(), Folder, "sessions", Guid.NewGuid().ToString("N"));
        var connection = new ProxyConnection(ConnectionKind.Session, "this session", owner) { OwnFolder = folder };
        return await OpenAsync(
            connection,
            async () => await Engine.Instance.StartDefinedAsync(folder, connection.Tell, token).ConfigureAwait(false)).ConfigureAwait(false);
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

    /// <summary>Where this user's programs keep what is theirs.</summary>
    private static string DataFolder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? folder
            : Path.GetTempPath(); // A user without a home; the folder made there is the user's alone.
}
