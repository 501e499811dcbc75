using System.Diagnostics;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// Reads one output of a program line by line, from file to file, each line once. It reads at the pace of its reader:
/// unread data waits on the disk. It remembers its position in the stream, so bytes may move in the meantime.
/// </summary>
/// <param name="log">The output.</param>
/// <param name="part">Where to continue, read up to there, or null. It belongs to the follower.</param>
/// <param name="last">Where to continue if no file is open; the default for the beginning.</param>
/// <param name="until">The log at whose end it is over; the default if it goes on for ever.</param>
internal sealed class LogFollower(LogFile log, LogPart? part, LogPosition last = default, FileIdentity until = default) : IDisposable
{
    private LogPosition _last = part?.Position ?? last;
    private LogPart? _part = part;
    private LogPart? _next;
    private bool _isAfterGap;

    /// <summary>Gets whether it has read the last log to its end.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Gets how far it has read.</summary>
    public LogPosition Position => _part?.Position ?? _last;

    /// <summary>Reads the next line; returns false if there is none now.</summary>
    public bool TryRead(out PlacedLine line)
    {
        while (true)
        {
            _part ??= IsOver ? null : Open();
            if (_part is null)
            {
                line = default;
                return false;
            }

            // If the next file exists, nothing more is written to this one: its last line is complete, or continues there.
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
        if (opening.Part is { } part && IsBeyond(_last, part))
        {
            part.Dispose();
            IsOver = true;
            return null;
        }

        _isAfterGap |= opening.IsAfterGap;
        return opening.Part;
    }

    /// <summary>Returns whether a file was begun after the log at whose end it is over.</summary>
    private bool IsBeyond(LogPosition position, LogPart next) => until != default && next.Span.Source != until
        && (position.Source == until || next.Span.Source.BornTicks > until.BornTicks);

    /// <summary>Returns whether there may be more after the known end.</summary>
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
            case PartState.Replaced when _next is not null && IsBeyond(current.Position, _next):
                _last = current.Position;
                IsOver = true;
                _next.Dispose();
                Replace(current, null);
                return false;
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
    /// Returns the file after this one. An empty one does not count yet: if somebody replaces a log with it while the program keeps
    /// writing to the old one, it stays empty.
    /// </summary>
    private LogPart? Successor(LogPart current)
    {
        // A file that was read to its end and no longer has a name is not a loss.
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
