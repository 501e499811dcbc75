using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Growth;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Parts;

/// <summary>
/// One file of a log, opened for reading with its index. Whatever happens to its name it stays what it is, until a rotation
/// cuts it: then it is stale. Offsets are those of the stream.
/// </summary>
internal sealed class LogPart(
    SafeFileHandle file, FileIdentity identity, LogSpan span, LogStream stream, IndexCursor index, LogAccess access) : IDisposable
{
    private LineReader? _reader;

    /// <summary>Its bytes.</summary>
    public LogBytes Bytes { get; } = new(file, span.Base, access);

    /// <summary>Which file it is.</summary>
    public FileIdentity Identity { get; } = identity;

    /// <summary>Which part of the stream it holds; more than it says, when the file has grown.</summary>
    public LogSpan Span => span with { End = Limit };

    /// <summary>How far it may be read: up to where the time is known.</summary>
    public long Limit { get; private set; } = span.Start;

    /// <summary>The first byte that has not been delivered.</summary>
    public LogPosition Position => new(span.Source, _reader?.Offset ?? span.Start);

    /// <summary>Lets the reader go on up to what <paramref name="last"/> says has been written. True when that is more than before.</summary>
    public bool Extend(IndexRecord last)
    {
        var grew = last.Offset > Limit;
        Limit = Math.Max(Limit, last.Offset);
        index.Refresh(last);
        return grew;
    }

    /// <summary>Lets the reader go on up to where the file ends by now, though nobody watches it. True when that is more than before.</summary>
    public bool ExtendUnwatched()
    {
        var status = RegularFile.Status(file);
        return Extend(new IndexRecord(span.Base + status.Size, status.ModifiedTicks, IndexFlags.Unwatched));
    }

    /// <summary>The first offset from <paramref name="offset"/> on that is not in a hole, or the limit.</summary>
    public long NextData(long offset) => RegularFile.NextData(file, offset - span.Base, Limit - span.Base) + span.Base;

    /// <summary>How many lines ended with a run rather than a newline, from an index record on, which is moved.</summary>
    public int CountRunEnds(ref long record) => index.CountRunEnds(ref record, Limit);

    /// <summary>Begins to read at an offset where a line begins.</summary>
    public void Begin(long offset)
    {
        index.Seek(offset + 1);
        _reader = new LineReader(Bytes, Math.Max(offset, span.Start), index);
    }

    /// <summary>Begins to read with what another part, which this one continues, has of an unfinished line. That one is read no more.</summary>
    public void BeginAfter(LogPart earlier)
    {
        _reader = earlier._reader!;
        earlier._reader = null;
        index.Seek(span.Start + 1);
        _reader.ContinueIn(Bytes, index);
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="complete">Whether a last line without a newline is one.</param>
    /// <param name="line">The line.</param>
    /// <returns>False when there is none yet.</returns>
    public bool TryRead(bool complete, out PlacedLine line)
    {
        if (_reader is null)
        {
            Begin(span.Start);
        }

        var start = Position;
        if (!_reader!.TryRead(Limit, complete, out var bytes))
        {
            line = default;
            return false;
        }

        var (timestamp, notBefore) = index.TimeOf(_reader.Offset);
        var isAfterLoss = span.Lost > 0 && start.Offset == span.Start;
        line = new PlacedLine(
            new LogLine(timestamp, stream, Encoding.UTF8.GetString(bytes)) { NotBefore = notBefore, AfterGap = isAfterLoss, LostBytes = isAfterLoss ? span.Lost : 0 },
            start, Position);
        return true;
    }

    /// <summary>Lets go of memory while there is nothing to read, but not of what an earlier file had of a line.</summary>
    public void Rest()
    {
        if (_reader?.Offset >= span.Start)
        {
            _reader.Release();
        }
    }

    public void Dispose()
    {
        _reader?.Dispose();
        index.Dispose();
        file.Dispose();
    }
}
