using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Growth;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Logs.Rotation;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// One output of a program: the file it writes into, the rotated ones before it, and the index that is kept of it while it
/// is watched.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private readonly string _path;
    private readonly long _maxSize;
    private readonly int _maxFiles;
    private readonly LogServices _services;
    private readonly Action _changed;
    private readonly Lock _gate = new();
    private readonly LogParts _parts;
    private readonly LogGrowth _growth;
    private readonly LiveRotation _rotation;
    private readonly RotationSchedule _schedule;
    private readonly LogAccess _access = new();
    private readonly LogEnd _end;
    private IDisposable? _watch;
    private bool _disposed;

    /// <summary>Makes it; nothing is opened yet.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="stream">Which output it is.</param>
    /// <param name="maxSize">Above how many bytes it is rotated.</param>
    /// <param name="maxFiles">How many rotated files are kept.</param>
    /// <param name="services">What all logs share.</param>
    /// <param name="changed">Called when there may be more to read.</param>
    public LogFile(string path, LogStream stream, long maxSize, int maxFiles, LogServices services, Action changed)
    {
        (_path, Stream, _maxSize, _maxFiles, _services, _changed) = (path, stream, maxSize, maxFiles, services, changed);
        _end = new LogEnd(path);
        _growth = new LogGrowth(path, _access, services.Time, services.Logger);
        _parts = new LogParts(path, stream, maxFiles, _growth, _access);
        _rotation = new LiveRotation(path, maxSize, maxFiles, _growth, _access, _gate, services);
        _schedule = new RotationSchedule(path, _rotation, _gate, services, OnChanged);
    }

    /// <summary>Which output it is.</summary>
    public LogStream Stream { get; }

    /// <summary>Where the file ended when the last run began or ended; null when that is not known.</summary>
    public LogPosition? Marked { get; private set; }

    /// <summary>Makes everything ready for a program that will write into the file. Problems are said and do not stop the launch.</summary>
    public void PrepareRun()
    {
        _rotation.Exclusively(() =>
        {
            lock (_gate)
            {
                RotateBeforeRun();

                // Anew each time: the folder may be another one by now.
                _watch?.Dispose();
                _watch = null;
                Watch();
                Mark();
            }
        });
        _changed();
    }

    /// <summary>Watches the file from now on; what was written since the last record was written unseen.</summary>
    public void BeginWatching()
    {
        _rotation.RecoverOnce();
        lock (_gate)
        {
            Watch();
            _schedule.Consider();
        }
    }

    /// <summary>Takes the last record of a run, which ends a line too.</summary>
    public void RunEnded()
    {
        _rotation.Exclusively(() =>
        {
            lock (_gate)
            {
                Observe();
                _growth.EndRun();
                Mark();
                _growth.Close();
            }
        });
        _changed();
    }

    /// <summary>What is opened and read until <see cref="EndReading"/>, on this thread, stays where it is.</summary>
    public void BeginReading()
    {
        _rotation.RecoverOnce();
        _access.EnterRead();
    }

    /// <summary>Ends what <see cref="BeginReading"/> began.</summary>
    public void EndReading() => _access.ExitRead();

    /// <summary>Moves some of what a pipe holds to the end of the file, while nobody cuts it. For one thread at a time.</summary>
    /// <returns>As <see cref="OutputPipe.Move"/>.</returns>
    /// <exception cref="IOException">The file cannot be written now.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public int? Take(OutputPipe pipe)
    {
        BeginReading();
        try
        {
            return _end.Take(pipe);
        }
        finally
        {
            EndReading();
        }
    }

    /// <summary>Nothing is taken for now.</summary>
    public void EndTaking() => _end.Dispose();

    /// <summary>Opens every kept file, the newest first.</summary>
    public IReadOnlyList<LogPart> OpenAll() => Look(_parts.OpenAll);

    /// <summary>Opens the file in which a position is, or what comes next after it, or the oldest when that is the default.</summary>
    public LogOpening OpenAt(LogPosition position) => Look(() => _parts.OpenAt(position));

    /// <summary>Lets a reader of a part go on with what has been written since.</summary>
    public PartState Extend(LogPart part)
    {
        BeginReading();
        try
        {
            if (part.Bytes.IsStale)
            {
                return PartState.Moved;
            }

            lock (_gate)
            {
                Observe();
                if (_growth.Latest(part.Identity) is { } latest)
                {
                    return part.Bytes.IsStale ? PartState.Moved : part.Extend(latest) ? PartState.Grown : PartState.Unchanged;
                }
            }

            return part.ExtendUnwatched() ? PartState.Grown : PartState.Replaced;
        }
        finally
        {
            EndReading();
        }
    }

    public void Dispose()
    {
        _schedule.Close();
        _rotation.Exclusively(() =>
        {
            lock (_gate)
            {
                _disposed = true;
                _watch?.Dispose();
                _watch = null;
                _growth.Close();
            }
        });
    }

    private T Look<T>(Func<T> look)
    {
        BeginReading();
        try
        {
            lock (_gate)
            {
                Observe();
                return look();
            }
        }
        finally
        {
            EndReading();
        }
    }

    private void RotateBeforeRun()
    {
        try
        {
            FileModes.CreateFolder(Path.GetDirectoryName(_path)!);
            Observe();
            _growth.Close();
            LogRotation.RotateIfLarger(_path, _maxSize, _maxFiles);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The launch goes on: it opens the log itself and has the better sentence when it cannot.
            LogMessages.NotPrepared(_services.Logger, _path, e.Message);
        }
    }

    private void Mark()
    {
        if (_growth.Current is { } watched)
        {
            Marked = new LogPosition(watched.Source, watched.End);
            return;
        }

        try
        {
            using var file = RegularFile.OpenRead(_path);
            Marked = file is not null && LogSpan.Of(_path, 0, file, RegularFile.Status(file)) is var span ? new LogPosition(span.Source, span.End) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the lines of a run are told from others only as far as they can be.
            Marked = null;
        }
    }

    private void Watch()
    {
        if (!_disposed && _watch is null)
        {
            _watch = _services.Changes.Watch(_path, OnChanged);
            _growth.ObserveUnseen();
        }
    }

    private void OnChanged()
    {
        lock (_gate)
        {
            Observe();
            if (_watch is not null)
            {
                _schedule.Consider();
            }
        }

        _changed();
    }

    private void Observe()
    {
        if (_watch is not null)
        {
            _growth.Observe();
        }
    }
}
