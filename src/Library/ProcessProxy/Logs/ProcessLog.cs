using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using ProcessProxy.Configuration;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Logs.Reading;

namespace ProcessProxy.Logs;

/// <summary>
/// The log of one process. The program writes to the file itself, or to a pipe that is drained into it; this class watches the file, so that lines have times, rotates it
/// between runs, and reads it.
/// </summary>
internal sealed class ProcessLog : IRunLog, IAsyncDisposable
{
    /// <summary>The interval at which followers check even without a notification, for changes under another name.</summary>
    internal static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(1);

    private readonly string _id;
    private readonly LogSpec _spec;
    private readonly TimeProvider _time;
    private readonly ImmutableArray<LogFile> _files;
    private readonly LineCounter _counter = new();
    private ImmutableArray<Channel<bool>> _followers = [];
    private volatile ProcessLog? _leaving;
    private ProcessLog? _heir;
    private int _disposed;

    /// <param name="id">The name of the log.</param>
    /// <param name="spec">Its settings.</param>
    /// <param name="services">The services that all logs share.</param>
    /// <param name="drain">Moves the output to it.</param>
    /// <param name="leaving">The log of a program that goes on writing to the newest archive of this one; null if there is none.</param>
    internal ProcessLog(string id, LogSpec spec, LogServices services, OutputDrain drain, ProcessLog? leaving = null)
    {
        (_id, _spec, _time, Drain, _leaving) = (id, spec, services.Time, drain, leaving);
        LogFile File(string path, LogStream stream) =>
            new(path, stream, spec.MaxSize, spec.MaxFiles, services, Wake, leaving?._files.FirstOrDefault(file => file.Path == LogRotation.PathOf(path, 1)));
        _files = !spec.Keep ? []
            : spec.Output == OutputMode.Separate ? [File(spec.File, LogStream.Stdout), File(spec.ErrorFile, LogStream.Stderr)]
            : [File(spec.File, LogStream.Output)];
        if (!_files.IsEmpty)
        {
            drain.Aim(_files[0]);
        }

        if (leaving is not null)
        {
            Volatile.Write(ref leaving._heir, this);
        }
    }

    /// <summary>Gets the settings of the log.</summary>
    public LogSpec Spec => _spec;

    /// <summary>Gets whether it is closed: it is not watched anymore, and another one may have its name.</summary>
    internal bool IsClosed => Volatile.Read(ref _disposed) == 1;

    /// <summary>Gets whether it is that of a program that another one has taken over from.</summary>
    internal bool IsLeaving => Volatile.Read(ref _heir) is not null;

    /// <summary>Gets the drain that moves the output of the process to the log; all logs that the process has one after the other share it.</summary>
    internal OutputDrain Drain { get; }

    /// <summary>
    /// Must be called before each launch, while nothing writes: creates the folder, rotates by rename if the file is larger
    /// than <see cref="LogSpec.MaxSize"/>, and watches. A problem is logged and does not prevent the launch.
    /// </summary>
    public void PrepareRun()
    {
        foreach (var file in _files)
        {
            file.PrepareRun();
        }
    }

    /// <summary>
    /// Must be called when a running program is adopted: watches from now on. Lines since the last index entry have
    /// <see cref="LogLine.NotBefore"/>.
    /// </summary>
    public void Resume()
    {
        foreach (var file in _files)
        {
            file.BeginWatching();
        }
    }

    /// <summary>Must be called when the program has exited and before this is announced: its last line is complete, with or without a newline.</summary>
    public void RunEnded()
    {
        Drain.CatchUp();
        foreach (var file in _files)
        {
            file.RunEnded();
        }

        if (IsLeaving)
        {
            Close();
        }
    }

    SafeHandle? IRunLog.OpenOutput() => _spec is { Keep: true, Output: OutputMode.Pipe, PipeFile: { } pipe } ? Drain.Begin(pipe) : null;

    // Independent of the current configuration: the run that is found may have a pipe.
    void IRunLog.Recovered(int? pid)
    {
        if (_spec is { Keep: true, PipeFile: { } pipe })
        {
            Drain.Resume(pipe, pid);
        }
    }

    void IRunLog.CatchUp() => Drain.CatchUp();

    ValueList<LogPosition?> IRunLog.Marked => [.. _files.Select(file => file.Marked)];

    /// <summary>Returns the last lines of one run, oldest first; none if they are no longer kept.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The log may not be read.</exception>
    internal Task<IReadOnlyList<LogLine>> ReadRunAsync(RunOutput run, int lines, CancellationToken cancellationToken) =>
        Task.Run(() => ReadRun(run, lines, cancellationToken), cancellationToken);

    /// <summary>Returns the last lines of the log from all kept files; if both outputs are separate, in order of time.</summary>
    /// <remarks>
    /// A line longer than 64 KiB is returned in pieces. A page goes back no further than 1 MiB into one line
    /// and 32 MiB in one file. A stream that the log does not have is empty.
    /// </remarks>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>.</exception>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The log may not be read.</exception>
    public Task<LogPage> ReadAsync(LogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        return Task.Run(() => Read(query, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Returns the last lines of the log, or those after <see cref="LogQuery.After"/>, and then every new one, each once, across runs and rotations, until canceled or until
    /// the log is closed. Nothing is buffered for a slow reader: the data waits in the file.
    /// </summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>.</exception>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The log may not be read.</exception>
    public IAsyncEnumerable<LogLine> FollowAsync(LogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        return FollowCheckedAsync(query, cancellationToken);
    }

    /// <summary>Stops watching; followers end after the existing lines.</summary>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>Stops watching; followers end.</summary>
    /// <param name="handOver">Whether the files are about to get other names: then followers do not read to the end, but go on in the log that has these.</param>
    internal void Close(bool handOver = false)
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            foreach (var file in _files)
            {
                file.Close(handOver);
            }

            Volatile.Read(ref _heir)?.EndLeaving();
            Wake();
        }
    }

    /// <summary>Writes to a channel whenever there may be more to read, and when the log is closed.</summary>
    internal void Attach(Channel<bool> signal)
    {
        ImmutableInterlocked.Update(ref _followers, (all, one) => all.Add(one), signal);
        if (IsClosed)
        {
            signal.Writer.TryWrite(true);
        }
    }

    /// <summary>Ends <see cref="Attach"/>.</summary>
    internal void Detach(Channel<bool> signal) => ImmutableInterlocked.Update(ref _followers, (all, one) => all.Remove(one), signal);

    /// <summary>Creates a reader of the log.</summary>
    internal ProcessLogFollower NewFollower(LogStream? stream)
    {
        Resume();
        return new ProcessLogFollower(_files, stream);
    }

    private void EndLeaving()
    {
        _leaving = null;
        foreach (var file in _files)
        {
            file.EndLeaving();
        }
    }

    private IReadOnlyList<LogLine> ReadRun(RunOutput run, int lines, CancellationToken cancellationToken)
    {
        if (run.End.Count != _files.Length)
        {
            // It was written with another configuration, to other files.
            return [];
        }

        var pages = new List<IReadOnlyCollection<PlacedLine>>();
        for (var number = 0; number < _files.Length; number++)
        {
            if (run.End[number] is { } end)
            {
                pages.Add(RunTail.Read(_files[number], run.Begin.ElementAtOrDefault(number), end, lines, cancellationToken));
            }
        }

        return pages.Count == 0 ? [] : [.. LogMerge.Last(pages, lines).Select(line => line.Line.Line)];
    }

    private LogPage Read(LogQuery query, CancellationToken cancellationToken)
    {
        var pages = new List<IReadOnlyCollection<PlacedLine>>();
        foreach (var file in _files.Where(file => query.Stream is null || query.Stream == file.Stream))
        {
            foreach (var tail in LogTail.Read(file, query.Lines, complete: true, cancellationToken))
            {
                tail.Newest?.Dispose();
                pages.Add(tail.Lines);
            }
        }

        LogLine[] lines = pages.Count == 0 ? [] : [.. LogMerge.Last(pages, query.Lines).Select(line => line.Line.Line)];
        return new LogPage(_id, _spec.File, CountLines(cancellationToken), lines);
    }

    private long CountLines(CancellationToken cancellationToken)
    {
        var logs = new List<IReadOnlyList<LogPart>>();
        var reading = 0;
        try
        {
            foreach (var file in _files)
            {
                file.BeginReading();
                reading++;
                logs.Add(file.OpenAll());
            }

            return _counter.CountAll(logs, cancellationToken);
        }
        finally
        {
            foreach (var part in logs.SelectMany(parts => parts))
            {
                part.Dispose();
            }

            foreach (var file in _files.Take(reading))
            {
                file.EndReading();
            }
        }
    }

    private async IAsyncEnumerable<LogLine> FollowCheckedAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = NewSignal();
        using var follower = NewFollower(query.Stream);
        Attach(signal);
        using var timer = _time.CreateTimer(_ => signal.Writer.TryWrite(true), null, SafetyNet, SafetyNet);
        try
        {
            if (query.After is { Length: > 0 } place)
            {
                follower.Resume(place);
                signal.Writer.TryWrite(true);
            }
            else
            {
                var page = await Task.Run(() => follower.Begin(query.Lines, cancellationToken), cancellationToken).ConfigureAwait(false);
                foreach (var line in page)
                {
                    yield return line;
                }
            }

            bool open;
            do
            {
                await signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                open = !IsClosed;
                while (follower.TryRead(out var line))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return line;
                }
            }
            while (open);
        }
        finally
        {
            Detach(signal);
        }
    }

    /// <summary>Creates a channel for <see cref="Attach"/>.</summary>
    internal static Channel<bool> NewSignal() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private void Wake()
    {
        Volatile.Read(ref _heir)?.Wake();
        foreach (var follower in _followers)
        {
            follower.Writer.TryWrite(true);
        }
    }
}
