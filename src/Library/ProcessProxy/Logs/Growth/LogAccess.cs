namespace ProcessProxy.Logs.Growth;

/// <summary>
/// Separates reading the files of a log from cutting them: a cut moves bytes under every open handle. Many threads may read at
/// the same time; a cut is exclusive. Entering again while reading is allowed.
/// </summary>
internal sealed class LogAccess
{
    // Never disposed: followers may continue to read after their log is closed. On Unix it has no system resources.
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);
    private long _version;

    /// <summary>Gets how often bytes were moved or removed.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Prevents cuts until <see cref="ExitRead"/>, on this thread.</summary>
    public void EnterRead() => _lock.EnterReadLock();

    /// <summary>Ends <see cref="EnterRead"/>.</summary>
    public void ExitRead() => _lock.ExitReadLock();

    /// <summary>Prevents reading until <see cref="ExitCut"/>, on this thread.</summary>
    public void EnterCut() => _lock.EnterWriteLock();

    /// <summary>Ends <see cref="EnterCut"/>.</summary>
    public void ExitCut() => _lock.ExitWriteLock();

    /// <summary>Records that bytes were moved or removed: everything open is stale.</summary>
    public void NoteChange() => Interlocked.Increment(ref _version);
}
