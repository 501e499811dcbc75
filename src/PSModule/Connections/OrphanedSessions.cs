using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Killed sessions that left programs running, and the parent folder of all sessions.</summary>
internal static class OrphanedSessions
{
    private static string Root { get; } = Path.Combine(DataFolder(), "ProcessProxy", "sessions");

    /// <summary>Returns the folder for a new session.</summary>
    public static string NewFolder() => Path.Combine(Root, Guid.NewGuid().ToString("N"));

    /// <summary>Finds the sessions.</summary>
    public static Task<IReadOnlyList<IOrphanedSession>> FindAsync(CancellationToken token)
    {
        var supervised = ConnectionTable.All.Where(one => one.IsOpen).Select(one => one.Hosted).OfType<IDefinedProcesses>().ToList();
        return Engine.Instance.FindOrphansAsync(Root, supervised, static _ => { }, token);
    }

    /// <summary>Warns about a program with the same name and another definition: it may hold the same port.</summary>
    public static async Task WarnAsync(
        IReadOnlyList<IOrphanedSession> sessions, string name, Action<EngineMessage> tell, CancellationToken token)
    {
        foreach (var session in sessions)
        {
            foreach (var process in (await session.Client.ListAsync(token).ConfigureAwait(false)).Where(process => process.Id == name))
            {
                tell(new EngineMessage(
                    EngineMessageLevel.Warning,
                    $"Another program with the name {name} (pid {process.Pid}) is still running after its session was killed. Get-ManagedProcess -Orphaned lists it, "
                    + "and Stop-ManagedProcess stops it."));
            }
        }
    }

    /// <summary>Creates a connection to one of them. It is not in the table: only its programs can be listed and stopped.</summary>
    public static ProxyConnection Connect(IOrphanedSession session, Guid owner) => new(ConnectionKind.Session, "a session that has ended", owner)
    {
        Client = session.Client,
        ProjectDirectory = session.Folder,
    };

    /// <summary>Returns the data folder of this user.</summary>
    private static string DataFolder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? folder
            : Path.GetTempPath(); // A user without a home folder; the folder created there belongs only to the user.
}
