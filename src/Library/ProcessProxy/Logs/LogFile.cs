using Microsoft.Extensions.Logging;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>
/// One output of a program: the file it writes into, the rotated ones before it, and the index that is kept of it while it
/// is watched.
/// </summary>
internal sealed class LogFile(
    string path, LogStream stream, long maxSize, int maxFiles, IFileChangeSource changes, TimeProvider time, ILogger logger, Action changed)
    : IDisposable
{
    // An index that is empty although its file is older than this was lost, not just begun.
    private static readonly long NewFileTicks = TimeSpan.FromSeconds(5).Ticks;

    private readonly Lock _gate = new();
    private readonly LogParts _parts = new(path, stream, maxFiles);
    private IndexWriter? _index;
    private IDisposable? _watch;
    private long _epoch;
    private bool _warned;
    private bool _disposed;

    /// <summary>Which output it is.</summary>
    public LogStream Stream => stream;

    /// <summary>Makes everything ready for a program that will write into the file. Problems are said and do not stop the launch.</summary>
    public void PrepareRun()
    {
        lock (_gate)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Observe();
                CloseIndex();
                LogRotation.RotateIfLarger(path, maxSize, maxFiles);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The launch goes on: it opens the log itself and has the better sentence when it cannot.
                LogMessages.NotPrepared(logger, path, e.Message);
            }

            // Anew each time: the folder may be another one by now.
            _watch?.Dispose();
            _watch = null;
            BeginWatching();
        }

        changed();
    }

    /// <summary>Watches the file from now on; what was written since the last record was written unseen.</summary>
    public void BeginWatching()
    {
        lock (_gate)
        {
            if (_disposed || _watch is not null)
            {
                return;
            }

            _watch = changes.Watch(path, OnChanged);
            if (RegularFile.Status(path) is { } status)
            {
                Attach(status);
                if (status.Size > _index!.Last.Offset)
                {
                    Append(new IndexRecord(status.Size, status.ModifiedTicks, IndexFlags.Unwatched));
                }
            }
        }
    }

    /// <summary>Takes the last record of a run, which ends a line too.</summary>
    public void RunEnded()
    {
        lock (_gate)
        {
            Observe();
            if (_index is { Last.Offset: > 0 } index && !EndsWithNewline(index.Last.Offset))
            {
                Append(index.Last with { Flags = index.Last.Flags | IndexFlags.RunEnd });
            }

            CloseIndex();
        }

        changed();
    }

    /// <summary>Opens every kept file, the newest first.</summary>
    public IReadOnlyList<LogPart> OpenAll()
    {
        lock (_gate)
        {
            Observe();
            return _parts.OpenAll(Latest, _epoch);
        }
    }

    /// <summary>Opens the file that is written now; null when there is none.</summary>
    public LogPart? OpenCurrent()
    {
        lock (_gate)
        {
            Observe();
            return _parts.OpenCurrent(Latest, _epoch);
        }
    }

    /// <summary>Opens the file that follows <paramref name="after"/>, or the oldest when that is the default; null when there is none yet.</summary>
    public LogPart? OpenNext(FileIdentity after)
    {
        lock (_gate)
        {
            Observe();
            return _parts.OpenNext(after, Latest, _epoch);
        }
    }

    /// <summary>Lets a reader of a part go on with what has been written since.</summary>
    public PartState Extend(LogPart part)
    {
        lock (_gate)
        {
            Observe();
            if (_index?.Log == part.Identity)
            {
                return _epoch != part.Epoch ? PartState.Emptied : part.Extend(Latest(part.Identity)!.Value) ? PartState.Grown : PartState.Unchanged;
            }
        }

        var status = RegularFile.Status(part.File);
        return part.Extend(new IndexRecord(status.Size, status.ModifiedTicks, IndexFlags.Unwatched)) ? PartState.Grown : PartState.Replaced;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _watch?.Dispose();
            _watch = null;
            CloseIndex();
        }
    }

    private void OnChanged()
    {
        lock (_gate)
        {
            Observe();
        }

        changed();
    }

    /// <summary>Records how large the file is now.</summary>
    private void Observe()
    {
        if (_watch is null)
        {
            return;
        }

        if (RegularFile.Status(path) is not { } status)
        {
            CloseIndex();
            return;
        }

        Attach(status);
        var now = time.GetUtcNow().UtcTicks;
        var lostIndex = _index!.Last.Offset == 0 && now - status.Identity.BornTicks > NewFileTicks;
        Append(new IndexRecord(status.Size, now, lostIndex && _epoch == 0 ? IndexFlags.Unwatched : IndexFlags.None));
    }

    private void Attach(FileStatus status)
    {
        if (_index?.Log != status.Identity)
        {
            CloseIndex();
            try
            {
                LogRotation.KeepIndexOfRenamed(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It costs the renamed file its times; the new index below says so if that cannot be written either.
            }

            _index = IndexWriter.Open(LogRotation.IndexOf(path), status);
        }

        if (status.Size < _index.Last.Offset)
        {
            _index.Reset();
            _epoch++;
        }
    }

    private void Append(IndexRecord record)
    {
        _index!.Append(record);
        if (_index.Failure is { } failure && !_warned)
        {
            _warned = true;
            LogMessages.NotIndexed(logger, path, failure.Message);
        }
    }

    /// <summary>The latest record of a file when it is the one being watched.</summary>
    private IndexRecord? Latest(FileIdentity file) =>
        _index is null || _index.Log != file ? null
        : _index.Failure is null ? _index.Last
        : _index.Last with { Flags = _index.Last.Flags | IndexFlags.Unwatched };

    private bool EndsWithNewline(long size)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);
            Span<byte> last = stackalloc byte[1];
            return file is null || RandomAccess.Read(file, last, size - 1) != 1 || last[0] == (byte)'\n';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be read has no reader to whom its last line matters.
            return true;
        }
    }

    private void CloseIndex()
    {
        _index?.Dispose();
        _index = null;
    }
}
