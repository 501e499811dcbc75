using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Servers;

/// <summary>The lock in a folder of state. The system lets go of it when the server dies, however it dies.</summary>
internal sealed class ServerLock : IDisposable
{
    private const string FileName = "processproxy.lock";
    private readonly LockFile file;
    private readonly FileIdentity identity;

    private ServerLock(string directory, LockFile file, ServerRecord record, SystemGroup? group)
    {
        Directory = directory;
        this.file = file;
        identity = file.Identity;
        Former = ServerRecord.Parse(file.Read(ServerRecord.Longest));
        if (group is { } members)
        {
            file.ShowTo(members);
        }

        Write(record);
    }

    /// <summary>The folder it is in.</summary>
    public string Directory { get; }

    /// <summary>What the last one to hold it wrote, who did not end in order; null when he did, or there was none.</summary>
    public ServerRecord? Former { get; }

    /// <summary>
    /// Whether it is still what has its name. Windows lets nobody rename or remove what is held, and what it says of a file is not enough to
    /// tell: not every file system there has numbers, and anybody may set the time at which a file was made.
    /// </summary>
    public bool IsThere => CurrentPlatform.Locks.KeepNames || RegularFile.StatusOfName(PathOf(Directory)) is { } status && status.Identity == identity;

    /// <summary>The lock of a state directory.</summary>
    public static string PathOf(string stateDirectory) => Path.Combine(stateDirectory, FileName);

    /// <summary>Takes the lock of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="record">What it says.</param>
    /// <param name="group">Whose members may read it, too; null for nobody.</param>
    /// <exception cref="ServerLockedException">Another server holds it.</exception>
    public static ServerLock Take(string directory, ServerRecord record, SystemGroup? group = null)
    {
        var path = PathOf(directory);
        return LockFile.TryHold(path) is { } file
            ? new ServerLock(directory, file, record, group)
            : throw new ServerLockedException(directory, PidOf(path));
    }

    /// <summary>Replaces what it says.</summary>
    public void Write(ServerRecord record) => file.Write(record.ToFile());

    /// <summary>Lets go.</summary>
    public void Dispose()
    {
        file.Write([]);
        file.Dispose();
    }

    private static int? PidOf(string path)
    {
        try
        {
            return LockFile.Look(path, ServerRecord.Longest) is var (content, _, _) ? ServerRecord.PidOf(content) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Who holds it is not told then; that it is held is what matters.
            return null;
        }
    }
}
