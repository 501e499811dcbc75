using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Growth;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Parts;

/// <summary>
/// One file of a log, opened for reading with its index. It does not depend on its name. When a rotation
/// cuts it, it becomes stale. Offsets are those of the stream.
/// </summary>
internal sealed class LogPart(
    SafeFileHandle file, FileIdentity identity, LogSpan span, LogStream stream, IndexCursor index, LogAccess access) : IDisposable
{
    private LineReader? _reader;

    /// <summary>Gets its bytes.</summary>
    public LogBytes Bytes { get; } = new(file, span.Base, access);

    /// <summary>Gets the identity of the file.</summary>
    public FileIdentity Identity { get; } = identity;

    /// <summary>Gets the part of the stream it contains, or more if the file has grown.</summary>
    public LogSpan Span => span with { End = Limit };

    /// <summary>Gets the readable end: up to where the time is known.</summary>
    public long Limit { get; private set; } = span.Start;

    /// <summary>Gets the time of the readable end.</summary>
    public DateTimeOffset LastTime { get; private set; }

    /// <summary>Gets the position of the first byte that has not been returned.</summary>
    public LogPosition Position => new(span.Source, _reader?.Offset ?? span.Start);

    /// <summary>Extends the readable end to that of <paramref name="last"/>. Returns true if there is more than before.</summary>
    public bool Extend(IndexRecord last)
    {
        var grew = last.Offset > Limit;
        Limit = Math.Max(Limit, last.Offset);
        LastTime = last.Time;
        index.Refresh(last);
        return grew;
    }

    /// <summary>Extends the readable end to the current end of the file, which nobody watches. Returns true if there is more than before.</summary>
    public bool ExtendUnwatched()
    {
        var status = RegularFile.Status(file);
        return Extend(new IndexRecord(span.Base + status.Size, status.ModifiedTicks, IndexFlags.Unwatched));
    }

    /// <summary>Returns the first offset from <paramref name="offset"/> on that is not in a hole, or the limit.</summary>
    public long NextData(long offset) => RegularFile.NextData(file, offset - span.Base, Limit - span.Base) + span.Base;

    /// <summary>Returns how many lines ended with a run rather than a newline, from an index record on, which is moved.</summary>
    public int CountRunEnds(ref long record) => index.CountRunEnds(ref record, Limit);

    /// <summary>Starts reading at the beginning of a line.</summary>
    public void Begin(long offset)
    {
        index.Seek(offset + 1);
        _reader = new LineReader(Bytes, Math.Max(offset, span.Start), index);
    }

    /// <summary>Starts reading with the unfinished line of the part that this one continues, which is not read anymore.</summary>
    public void BeginAfter(LogPart earlier)
    {
        _reader = earlier._reader!;
        earlier._reader = null;
        index.Seek(span.Start + 1);
        _reader.ContinueIn(Bytes, index);
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="complete">Whether a last line without a newline counts.</param>
    /// <param name="line">The line.</param>
    /// <returns>False if there is none yet.</returns>
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

    /// <summary>Releases memory while there is nothing to read, except the beginning of a line from an earlier file.</summary>
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
