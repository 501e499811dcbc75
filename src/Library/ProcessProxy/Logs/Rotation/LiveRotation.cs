using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Growth;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Rotation;

/// <summary>
/// Rotates a log while its program writes: copies the contents to an archive and then cuts them off the beginning of the log.
/// The program has the log open permanently, so it must stay the same file.
/// </summary>
/// <param name="path">The log.</param>
/// <param name="maxSize">The size in bytes above which it is rotated.</param>
/// <param name="maxFiles">The number of archives to keep.</param>
/// <param name="growth">The log's index.</param>
/// <param name="access">Excludes readers during a cut.</param>
/// <param name="gate">The lock that protects <paramref name="growth"/>.</param>
/// <param name="services">The clock and the log.</param>
internal sealed class LiveRotation(
    string path, long maxSize, int maxFiles, LogGrowth growth, LogAccess access, Lock gate, LogServices services)
{
    /// <summary>The free space that is left to the program when its log is copied.</summary>
    private const long Reserve = 256 * 1024;

    private readonly Lock _owner = new();
    private readonly LogArchive _archive = new(path);
    private readonly LogCut _cut = new(path, maxFiles, services.Logger);
    private long _blockSize = 4096;
    private int _wanted;
    private bool _recovered;
    private volatile bool _isUnfinished;

    /// <summary>Whether the file system supports it; null if this has not been tried.</summary>
    public bool? IsPossible { get; private set; }

    /// <summary>Gets whether there is something to do: the log is too large, or a cut has failed half-way. Under the lock.</summary>
    public bool IsDue => _isUnfinished || IsTooLarge;

    private bool IsTooLarge => IsPossible != false && growth.Current is { } span && span.End - span.Start > maxSize && CutOf(span) > 0;

    /// <summary>Runs an action during which no rotation may be in progress; one that is copying gives up.</summary>
    public void Exclusively(Action action)
    {
        Interlocked.Increment(ref _wanted);
        lock (_owner)
        {
            Interlocked.Decrement(ref _wanted);
            Recover();
            action();
        }
    }

    /// <summary>Completes, the first time, what an earlier server began. Must be called before anything is read.</summary>
    public void RecoverOnce()
    {
        if (!Volatile.Read(ref _recovered))
        {
            Exclusively(() => { });
        }
    }

    /// <summary>Rotates if the log is still too large.</summary>
    /// <exception cref="OperationCanceledException">The log is needed now.</exception>
    /// <exception cref="IOException">It cannot be done now.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be done.</exception>
    public void Rotate()
    {
        lock (_owner)
        {
            if (IsWanted())
            {
                throw new OperationCanceledException();
            }

            // If rotation is not supported, the log is not even opened: Windows lets nobody write to it beside the program.
            if (!FileHead.IsSupported && !TryPossible())
            {
                return;
            }

            RecoverUnsafe();
            _isUnfinished = false;
            using var log = RegularFile.OpenExisting(path);
            if (log is null || SpanOf(log) is not { } span)
            {
                return;
            }

            _blockSize = FileHead.BlockSize(log);
            var end = CutOf(span);
            if (end > 0 && TryPossible())
            {
                Rotate(log, span with { End = span.Base + end });
            }
        }
    }

    private void Rotate(SafeFileHandle log, LogSpan span)
    {
        var (start, end) = (span.Start - span.Base, span.End - span.Base);
        if (FreeSpace.In(Path.GetDirectoryName(path)!) < end - start + Reserve)
        {
            throw new IOException("There is not room enough on the disk for a copy.");
        }

        var archive = _archive.Write(log, span, services.Time.GetUtcNow().UtcTicks, IsWanted);
        var journal = new CutJournal(span.Source, archive, span.Base, start, end, CutStep.Copied);
        _cut.Begin(journal);
        _isUnfinished = true;
        Alone(() => _cut.Finish(log, journal));
        _isUnfinished = false;
    }

    private bool IsWanted() => Volatile.Read(ref _wanted) > 0;

    /// <summary>Returns the offset up to which the file can be cut: whole blocks, and never all of it. 0 if there is not even one block.</summary>
    private long CutOf(LogSpan span)
    {
        var end = (span.End - span.Base - 1) / _blockSize * _blockSize;
        return end > span.Start - span.Base ? end : 0;
    }

    private LogSpan? SpanOf(SafeFileHandle log)
    {
        var identity = RegularFile.Status(log).Identity;
        lock (gate)
        {
            growth.Observe();
            growth.Flush();
            return IsTooLarge && growth.Current is { } span && span.Source == identity ? span : null;
        }
    }

    private bool TryPossible()
    {
        IsPossible ??= _archive.CanCut(_blockSize);
        if (IsPossible == false)
        {
            LogMessages.NotRotatable(services.Logger, path);
        }

        return IsPossible == true;
    }

    private void Recover()
    {
        try
        {
            RecoverUnsafe();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogMessages.NotRecovered(services.Logger, path, e.Message);
        }

        Volatile.Write(ref _recovered, true);
    }

    private void RecoverUnsafe()
    {
        if (Path.Exists(CutJournal.PathOf(path)))
        {
            Alone(_cut.Recover);
        }
    }

    /// <summary>Changes the log while nobody reads it and nobody checks its size.</summary>
    private void Alone(Action change)
    {
        access.EnterCut();
        try
        {
            lock (gate)
            {
                growth.Suspend();
            }

            change();
        }
        finally
        {
            lock (gate)
            {
                // Whatever the result was, the current contents of the file count.
                growth.Continue();
            }

            access.NoteChange();
            access.ExitCut();
        }
    }
}
