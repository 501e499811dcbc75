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
    private readonly Lock _gate = new();
    private readonly LogParts _parts = new(path, stream, maxFiles);
    private readonly LogGrowth _growth = new(path, time, logger);
    private IDisposable? _watch;
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
                _growth.Close();
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
            _growth.ObserveUnseen();
        }
    }

    /// <summary>Takes the last record of a run, which ends a line too.</summary>
    public void RunEnded()
    {
        lock (_gate)
        {
            Observe();
            _growth.EndRun();
            _growth.Close();
        }

        changed();
    }

    /// <summary>Opens every kept file, the newest first.</summary>
    public IReadOnlyList<LogPart> OpenAll()
    {
        lock (_gate)
        {
            Observe();
            return _parts.OpenAll(_growth.Latest, _growth.Epoch);
        }
    }

    /// <summary>Opens the file that is written now; null when there is none.</summary>
    public LogPart? OpenCurrent()
    {
        lock (_gate)
        {
            Observe();
            return _parts.OpenCurrent(_growth.Latest, _growth.Epoch);
        }
    }

    /// <summary>Opens the file that follows <paramref name="after"/>, or the oldest when that is the default; null when there is none yet.</summary>
    public LogPart? OpenNext(FileIdentity after)
    {
        lock (_gate)
        {
            Observe();
            return _parts.OpenNext(after, _growth.Latest, _growth.Epoch);
        }
    }

    /// <summary>Lets a reader of a part go on with what has been written since.</summary>
    public PartState Extend(LogPart part)
    {
        lock (_gate)
        {
            Observe();
            if (_growth.Latest(part.Identity) is { } latest)
            {
                return _growth.Epoch != part.Epoch ? PartState.Emptied : part.Extend(latest) ? PartState.Grown : PartState.Unchanged;
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
            _growth.Close();
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

    private void Observe()
    {
        if (_watch is not null)
        {
            _growth.Observe();
        }
    }
}
