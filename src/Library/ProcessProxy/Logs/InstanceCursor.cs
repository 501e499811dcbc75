using System.Threading.Channels;
using ProcessProxy.Logs.Reading;

namespace ProcessProxy.Logs;

/// <summary>Reads the log of one instance, line by line, from one log to the next one that has its names. Reads nothing ahead but the next line.</summary>
/// <param name="instance">The number of the instance.</param>
/// <param name="stream">The only output to read; null for all.</param>
/// <param name="signal">Is written to when there may be more to read.</param>
internal sealed class InstanceCursor(int instance, LogStream? stream, Channel<bool> signal) : IDisposable
{
    private ProcessLog? _log;
    private ProcessLogFollower? _follower;
    private DateTimeOffset? _since;
    private LogLine? _head;

    /// <summary>Gets the number of the instance.</summary>
    public int Instance => instance;

    /// <summary>Gets the place after the last line that was returned.</summary>
    public string Place => _follower!.Place;

    /// <summary>Gets the place before the lines that <see cref="Begin"/> has returned.</summary>
    public string Start => _follower!.Start;

    /// <summary>Gets the next line as far as <see cref="Peek"/> has found one.</summary>
    public LogLine? Head => _head;

    /// <summary>Gets whether its log is closed, and has been read.</summary>
    public bool IsOver => _log!.IsClosed && Peek() is null;

    /// <summary>Reads the last lines and stays at their end.</summary>
    public IReadOnlyList<LogLine> Begin(ProcessLog log, int lines, CancellationToken cancellationToken)
    {
        Use(log);
        return _follower!.Begin(lines, cancellationToken);
    }

    /// <summary>Continues at a place.</summary>
    public void Resume(ProcessLog log, string place)
    {
        Use(log);
        _follower!.Resume(place);
    }

    /// <summary>Continues with what was written after a time.</summary>
    public void BeginSince(ProcessLog log, DateTimeOffset time)
    {
        Use(log);
        _since = time;
        _follower!.BeginSince(time);
    }

    /// <summary>Gets the next line, which stays the next one until <see cref="Take"/>; null if there is none now.</summary>
    public LogLine? Peek()
    {
        while (_head is null && _follower!.Peek() is { } line)
        {
            if (_since is not { } since || line.Timestamp >= since)
            {
                _head = line;
            }
            else
            {
                _follower.TryRead(out _);
            }
        }

        return _head;
    }

    /// <summary>Reads the next line; there must be one.</summary>
    public LogLine Take()
    {
        _follower!.TryRead(out var line);
        (_since, _head) = (null, null);
        return line;
    }

    public void Dispose()
    {
        _log?.Detach(signal);
        _follower?.Dispose();
    }

    private void Use(ProcessLog log)
    {
        Dispose();
        _log = log;
        _follower = log.NewFollower(stream);
        log.Attach(signal);
    }
}
