namespace ProcessProxy.Platform;

/// <summary>Held by the one server that manages a state directory. The system lets go of it when the server dies, however it dies.</summary>
internal sealed class ServerLock : IDisposable
{
    private const string FileName = "processproxy.lock";
    private readonly LockFile file;
    private ServerRecord record;

    private ServerLock(LockFile file, ServerRecord record)
    {
        this.file = file;
        this.record = record;
        file.Write(record.ToFile());
    }

    /// <summary>The lock of a state directory.</summary>
    public static string PathOf(string stateDirectory) => Path.Combine(stateDirectory, FileName);

    /// <summary>Takes the lock.</summary>
    /// <param name="stateDirectory">The folder of state.</param>
    /// <param name="kind">What this process is.</param>
    /// <param name="projectDirectory">What it says of its project.</param>
    /// <exception cref="ServerLockedException">Another server holds it.</exception>
    public static ServerLock Take(string stateDirectory, ServerKind kind = ServerKind.Session, string? projectDirectory = null)
    {
        var path = PathOf(stateDirectory);
        return LockFile.TryHold(path) is { } file
            ? new ServerLock(file, ServerRecord.OfThis(kind, projectDirectory))
            : throw new ServerLockedException(stateDirectory, PidOf(path));
    }

    /// <summary>Writes down where the server can be talked to, for whoever finds the lock taken.</summary>
    public void Announce(IReadOnlyList<string> addresses, string? socket)
    {
        record = record with { Addresses = addresses, Socket = socket };
        file.Write(record.ToFile());
    }

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
