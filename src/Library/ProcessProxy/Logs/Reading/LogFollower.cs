using System.Diagnostics;
using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// Goes through one output of a program line by line, from file to file, each line once. It reads at its reader's pace:
/// what it has not read waits on the disk. It knows its place by position in the stream, so bytes may move meanwhile.
/// </summary>
/// <param name="log">The output.</param>
/// <param name="part">Where to go on, read up to there; null when none is open. It belongs to the follower.</param>
/// <param name="last">Where to go on when no file is open; the default for the beginning.</param>
internal sealed class LogFollower(LogFile log, LogPart? part, LogPosition last = default) : IDisposable
{
    private LogPosition _last = part?.Position ?? last;
    private LogPart? _part = part;
    private LogPart? _next;
    private bool _isAfterGap;

    /// <summary>How far it has read.</summary>
    public LogPosition Position => _part?.Position ?? _last;

    /// <summary>Reads the next line; false when there is none now.</summary>
    public bool TryRead(out PlacedLine line)
    {
        while (true)
        {
            _part ??= Open();
            if (_part is null)
            {
                line = default;
                return false;
            }

            // With a next file in hand nothing more can come into this one: its last line is whole, or goes on there.
            if (_part.TryRead(complete: _next?.Span.Continues(_part.Span) == false, out line))
            {
                line = _isAfterGap ? line with { Line = line.Line with { AfterGap = true } } : line;
                _isAfterGap = false;
                return true;
            }

            if (!GoOn(_part))
            {
                _part?.Rest();
                return false;
            }
        }
    }

    public void Dispose()
    {
        _part?.Dispose();
        _next?.Dispose();
    }

    private LogPart? Open()
    {
        var opening = log.OpenAt(_last);
        _isAfterGap |= opening.IsAfterGap;
        return opening.Part;
    }

    /// <summary>Whether there may be more after the end of what was known.</summary>
    private bool GoOn(LogPart current)
    {
        switch (log.Extend(current))
        {
            case PartState.Grown:
                return true;
            case PartState.Moved:
                _last = current.Position;
                _next?.Dispose();
                Replace(current, null);
                return true;
            case PartState.Replaced when _next is not null:
                if (_next.Span.Continues(current.Span))
                {
                    _next.BeginAfter(current);
                }

                Replace(current, _next);
                return true;
            case PartState.Replaced:
                _last = current.Position with { Offset = current.Limit };
                _next = Successor(current);
                return _next is not null;
            case PartState.Unchanged:
                return false;
            case var other:
                throw new UnreachableException($"Nothing is known of the state {other}.");
        }
    }

    /// <summary>
    /// The file after this one. An empty one is none yet: when somebody puts it in the place of a log whose program goes on
    /// writing into the old one, it stays empty.
    /// </summary>
    private LogPart? Successor(LogPart current)
    {
        // That a file which was read to its end has no name any more is no loss.
        var next = log.OpenAt(_last).Part;
        if (next is null || (next.Identity != current.Identity && (next.Limit > next.Span.Start || next.Span.Continues(current.Span))))
        {
            return next;
        }

        next.Dispose();
        return null;
    }

    private void Replace(LogPart current, LogPart? next)
    {
        current.Dispose();
        _part = next;
        _next = null;
    }
}
