namespace ProcessProxy.Logs.Growth;

/// <summary>
/// Keeps reading the files of a log apart from cutting them: a cut moves bytes under every open handle. Many may read at
/// the same time; whoever cuts is alone. Entering again while reading is allowed.
/// </summary>
internal sealed class LogAccess
{
    // Never disposed: followers may read on after their log is closed. On Unix it holds nothing of the system.
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);
    private long _version;

    /// <summary>How often bytes were moved or removed.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Bytes stay where they are until <see cref="ExitRead"/>, on this thread.</summary>
    public void EnterRead() => _lock.EnterReadLock();

    /// <summary>Ends what <see cref="EnterRead"/> began.</summary>
    public void ExitRead() => _lock.ExitReadLock();

    /// <summary>Nobody reads until <see cref="ExitCut"/>, on this thread.</summary>
    public void EnterCut() => _lock.EnterWriteLock();

    /// <summary>Ends what <see cref="EnterCut"/> began.</summary>
    public void ExitCut() => _lock.ExitWriteLock();

    /// <summary>Bytes were moved or removed: whatever is open is stale.</summary>
    public void NoteChange() => Interlocked.Increment(ref _version);
}
