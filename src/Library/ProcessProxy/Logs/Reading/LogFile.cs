using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Growth;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Logs.Rotation;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// One output of a program: its current file, the rotated ones, and the index that is maintained while the file
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
    private volatile LogFile? _leaving;
    private bool _disposed;
    private bool _isHandedOver;

    /// <summary>Creates the log; nothing is opened yet.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="stream">The output.</param>
    /// <param name="maxSize">The size in bytes above which it is rotated.</param>
    /// <param name="maxFiles">The number of rotated files to keep.</param>
    /// <param name="services">The services that all logs share.</param>
    /// <param name="changed">Called when there may be more to read.</param>
    /// <param name="leaving">The newest archive, if another program still writes to it: then nothing is rotated. Otherwise null.</param>
    public LogFile(string path, LogStream stream, long maxSize, int maxFiles, LogServices services, Action changed, LogFile? leaving = null)
    {
        _leaving = leaving;
        (_path, Stream, _maxSize, _maxFiles, _services, _changed) = (path, stream, maxSize, maxFiles, services, changed);
        _end = new LogEnd(path);
        _growth = new LogGrowth(path, _access, services.Time, services.Logger);
        _parts = new LogParts(path, stream, maxFiles, _growth, _access, LatestOf);
        _rotation = new LiveRotation(path, maxSize, maxFiles, _growth, _access, _gate, services);
        _schedule = new RotationSchedule(path, _rotation, _gate, services, OnChanged);
    }

    /// <summary>Gets the output.</summary>
    public LogStream Stream { get; }

    /// <summary>Gets the path of the current file.</summary>
    public string Path => _path;

    /// <summary>Gets where the file ended when the last run began or ended; null if unknown.</summary>
    public LogPosition? Marked { get; private set; }

    /// <summary>Prepares for a program that will write to the file. Problems are logged and do not prevent the launch.</summary>
    public void PrepareRun()
    {
        _rotation.Exclusively(() =>
        {
            lock (_gate)
            {
                RotateBeforeRun();

                // Again each time: the folder may be another one.
                _watch?.Dispose();
                _watch = null;
                Watch();
                Mark();
            }
        });
        _changed();
    }

    /// <summary>Watches the file from now on; output since the last record was written unseen.</summary>
    public void BeginWatching()
    {
        _rotation.RecoverOnce();
        lock (_gate)
        {
            Watch();
            Consider();
        }
    }

    /// <summary>Handles that nobody writes to the newest archive anymore.</summary>
    public void EndLeaving()
    {
        _leaving = null;
        lock (_gate)
        {
            Consider();
        }

        _changed();
    }

    /// <summary>Adds the last record of a run, which also ends a line.</summary>
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

    /// <summary>Keeps what is opened and read in place until <see cref="EndReading"/>, on this thread.</summary>
    public void BeginReading()
    {
        _rotation.RecoverOnce();
        _access.EnterRead();
    }

    /// <summary>Ends <see cref="BeginReading"/>.</summary>
    public void EndReading() => _access.ExitRead();

    /// <summary>Moves some of the contents of a pipe to the end of the file, while nobody cuts it. For one thread at a time.</summary>
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

    /// <summary>Closes the file until more is written.</summary>
    public void EndTaking() => _end.Dispose();

    /// <summary>Opens every kept file, the newest first.</summary>
    public IReadOnlyList<LogPart> OpenAll() => Look(_parts.OpenAll);

    /// <summary>Opens every kept file, the newest first: all of them together, or the current one and the others if another program still writes to these.</summary>
    public IReadOnlyList<IReadOnlyList<LogPart>> OpenSides() => Look<IReadOnlyList<IReadOnlyList<LogPart>>>(() =>
    {
        var all = _parts.OpenAll();
        return _leaving is null || all.Count < 2 ? [all] : [[all[0]], [.. all.Skip(1)]];
    });

    /// <summary>Opens the file that contains a position, or the one after it, or the oldest if the position is the default.</summary>
    public LogOpening OpenAt(LogPosition position) =>
        Look(() => _isHandedOver ? new LogOpening(null, IsAfterGap: false) : _parts.OpenAt(position, _leaving is null ? 0 : 1));

    /// <summary>Returns the places for a reader that comes from the time before another program took over, while the older one still writes.</summary>
    public OutputPlace Split(OutputPlace place) => place.IsSplit || _leaving is null ? place : Look(() =>
        _leaving is not null && _parts.SpanOf(0) is { } current && _parts.SpanOf(1) is { } older && place.Main.Source != current.Source
            ? new OutputPlace(new LogPosition(current.Source, current.Start), place.Main, older.Source)
            : place);

    /// <summary>Returns the beginning of the oldest file that was written to after a time; null if there is none.</summary>
    public LogPosition? Since(DateTimeOffset time)
    {
        LogPosition? since = null;
        foreach (var part in OpenAll())
        {
            using (part)
            {
                since = part.LastTime >= time ? new LogPosition(part.Span.Source, part.Span.Start) : since;
            }
        }

        return since;
    }

    /// <summary>Lets a reader of a part continue with what has been written since.</summary>
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
                if (_isHandedOver)
                {
                    // Its files have other names now. Its readers go on in the log that has taken its name.
                    return PartState.Unchanged;
                }

                Observe();
                if (LatestOf(part.Identity) is { } latest)
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

    public void Dispose() => Close(handOver: false);

    /// <summary>Stops watching.</summary>
    /// <param name="handOver">Whether its files are about to get other names, so that nothing more is read by these.</param>
    public void Close(bool handOver)
    {
        _schedule.Close();
        _rotation.Exclusively(() =>
        {
            lock (_gate)
            {
                _disposed = true;
                _isHandedOver |= handOver;
                _watch?.Dispose();
                _watch = null;
                _growth.Close();
            }
        });
    }

    private IndexRecord? LatestOf(FileIdentity file) => _growth.Latest(file) ?? _leaving?.Observed(file);

    private IndexRecord? Observed(FileIdentity file)
    {
        lock (_gate)
        {
            Observe();
            return _growth.Latest(file);
        }
    }

    private void Consider()
    {
        // An archive that is written to must keep its name.
        if (_leaving is null)
        {
            _schedule.Consider();
        }
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
            FileModes.CreateFolder(System.IO.Path.GetDirectoryName(_path)!);
            Observe();
            _growth.Close();
            if (_leaving is null)
            {
                LogRotation.RotateIfLarger(_path, _maxSize, _maxFiles);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The launch continues: it opens the log itself and has the better message if it cannot.
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
            // Then the lines of a run are distinguished only as far as possible.
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
                Consider();
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
