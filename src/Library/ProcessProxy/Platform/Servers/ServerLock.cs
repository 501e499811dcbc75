using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Servers;

/// <summary>The lock in a state folder. The system releases it when the server dies, however it dies.</summary>
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

    /// <summary>Gets its folder.</summary>
    public string Directory { get; }

    /// <summary>Gets what the last holder wrote if it did not end in order; null if it did, or there was none.</summary>
    public ServerRecord? Former { get; }

    /// <summary>
    /// Gets whether it still has its name. On Windows nobody can rename or remove a held file, and its metadata is not enough to
    /// check: not every file system there has numbers, and anybody may set the creation time of a file.
    /// </summary>
    public bool IsThere => CurrentPlatform.Locks.KeepNames || RegularFile.StatusOfName(PathOf(Directory)) is { } status && status.Identity == identity;

    /// <summary>Returns the path of the lock of a state directory.</summary>
    public static string PathOf(string stateDirectory) => Path.Combine(stateDirectory, FileName);

    /// <summary>Takes the lock of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="record">Its contents.</param>
    /// <param name="group">The group whose members may also read it; null for nobody.</param>
    /// <exception cref="ServerLockedException">Another server holds it.</exception>
    public static ServerLock Take(string directory, ServerRecord record, SystemGroup? group = null)
    {
        var path = PathOf(directory);
        return LockFile.TryHold(path) is { } file
            ? new ServerLock(directory, file, record, group)
            : throw new ServerLockedException(directory, PidOf(path));
    }

    /// <summary>Replaces its contents.</summary>
    public void Write(ServerRecord record) => file.Write(record.ToFile());

    /// <summary>Releases it.</summary>
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
            // Then the holder is unknown; what matters is that it is held.
            return null;
        }
    }
}
