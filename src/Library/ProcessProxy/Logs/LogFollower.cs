using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>
/// Goes through one output of a program line by line, from file to file, each line once. It reads at its reader's pace:
/// what it has not read waits on the disk.
/// </summary>
/// <param name="log">The output.</param>
/// <param name="part">Where to go on, read up to there; null when there is no file yet. It belongs to the follower.</param>
internal sealed class LogFollower(LogFile log, LogPart? part) : IDisposable
{
    private FileIdentity _last = part?.Identity ?? default;
    private LogPart? _part = part;
    private LogPart? _next;

    /// <summary>Reads the next line; false when there is none now.</summary>
    public bool TryRead(out LogLine line)
    {
        while (true)
        {
            _part ??= Switch(log.OpenNext(_last));
            if (_part is null)
            {
                line = null!;
                return false;
            }

            // With a next file in hand nothing more can come into this one: its last line is whole.
            if (_part.TryRead(complete: _next is not null, out line))
            {
                return true;
            }

            if (!GoOn(_part))
            {
                _part.Rest();
                return false;
            }
        }
    }

    public void Dispose()
    {
        _part?.Dispose();
        _next?.Dispose();
    }

    /// <summary>Whether there may be more after the end of what was known.</summary>
    private bool GoOn(LogPart current)
    {
        switch (log.Extend(current))
        {
            case PartState.Grown:
                return true;
            case PartState.Emptied:
                return Replace(current, log.OpenCurrent());
            case PartState.Replaced when _next is not null:
                return Replace(current, _next);
            case PartState.Replaced:
                _next = log.OpenNext(_last);
                return _next is not null;
            default:
                return false;
        }
    }

    private bool Replace(LogPart current, LogPart? next)
    {
        current.Dispose();
        _next = null;
        _part = Switch(next);
        return _part is not null;
    }

    private LogPart? Switch(LogPart? to)
    {
        _last = to?.Identity ?? _last;
        return to;
    }
}
