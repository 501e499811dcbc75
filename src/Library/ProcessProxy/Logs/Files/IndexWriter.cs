using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// Writes the index of one log: up to which byte it had grown at which time. Used under its owner's lock.
/// </summary>
/// <remarks>
/// Its size stays under an eighth of the log's plus 64 KiB plus 160 bytes for each second with output: beyond the eighth,
/// what comes within 100 ms shares a record. When it cannot be written it goes on in memory with the last record alone.
/// </remarks>
internal sealed class IndexWriter : IDisposable
{
    /// <value>64 KiB are not worth saving on.</value>
    private const long FreeBytes = 64 * 1024;

    private const int LogBytesPerIndexByte = 8;

    private static readonly long SparseTicks = TimeSpan.FromMilliseconds(100).Ticks;

    private SafeFileHandle? _file;
    private bool _hasPending;
    private long _lastWrittenTicks;
    private long _start;

    private IndexWriter(FileIdentity log, LogSpan span)
    {
        Log = log;
        Lost = span.Lost;
        BeginAt(span.Base, span.Start);
    }

    /// <summary>Which file it is the index of.</summary>
    public FileIdentity Log { get; }

    /// <summary>The offset in the stream of the log's first byte.</summary>
    public long Base { get; private set; }

    /// <summary>How many bytes before the first one are gone, since somebody has emptied the log.</summary>
    public uint Lost { get; private set; }

    /// <summary>How many of them were there when an earlier server looked last and gone when this one looked first.</summary>
    public long LostUnseen { get; private set; }

    /// <summary>The latest record, which the file may not have yet. When there is none it has no time.</summary>
    public IndexRecord Last { get; private set; }

    /// <summary>Whether there is a record at all.</summary>
    public bool IsEmpty => Last.UtcTicks == 0;

    /// <summary>How many records the file has.</summary>
    public long Written { get; private set; }

    /// <summary>Why the file is not written, or null when it is.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Opens the index of a log, and begins a new one when there is none or it is another file's, stale or damaged.</summary>
    /// <param name="path">The index.</param>
    /// <param name="log">The log.</param>
    /// <param name="span">Where the log lies in its stream.</param>
    public static IndexWriter Open(string path, FileIdentity log, LogSpan span)
    {
        var writer = new IndexWriter(log, span);
        try
        {
            writer._file = RegularFile.OpenOwn(path);
            if (!writer.TryContinue(span.End))
            {
                writer.Clear();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            writer.GiveUp(e);
        }

        return writer;
    }

    /// <summary>Takes in a record; an offset that is there already is news only with flags.</summary>
    public void Append(IndexRecord record)
    {
        if (record.Offset == Last.Offset && (record.Flags & ~Last.Flags) == 0)
        {
            return;
        }

        if (record.Flags != 0 || IsFarFrom(_lastWrittenTicks, record.UtcTicks))
        {
            Flush();
        }

        Last = record;
        _hasPending = record.Flags == 0 && IsSparse(record.Offset) && !IsFarFrom(_lastWrittenTicks, record.UtcTicks);
        if (!_hasPending)
        {
            Write(record);
        }
    }

    /// <summary>When the first of the bytes that are there was there at the latest.</summary>
    public DateTimeOffset Since()
    {
        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        return _file is not null && Written > 0 && RandomAccess.Read(_file, bytes, IndexHeader.PositionOf(0)) == bytes.Length && IndexRecord.TryRead(bytes, out var first)
            ? first.Time
            : Last.Time;
    }

    /// <summary>Begins again with a log that was emptied.</summary>
    public void Reset()
    {
        Lost = (uint)Math.Min(uint.MaxValue, Lost + Math.Max(0, Last.Offset - _start));

        // One further: what comes now does not continue what was there.
        BeginAt(Last.Offset + 1, Last.Offset + 1);
        Clear();
    }

    /// <summary>Writes what is held back.</summary>
    public void Flush()
    {
        if (_hasPending)
        {
            _hasPending = false;
            Write(Last);
        }
    }

    public void Dispose()
    {
        Flush();
        _file?.Dispose();
    }

    private void BeginAt(long origin, long start) =>
        (Base, _start, Last) = (origin, start, new IndexRecord(start, 0, IndexFlags.None));

    private void Clear()
    {
        (Written, _hasPending, _lastWrittenTicks) = (0, false, 0);
        if (_file is null)
        {
            return;
        }

        try
        {
            RandomAccess.SetLength(_file, 0);
            new IndexHeader(Log, Base, Lost).Write(_file, Log);
        }
        catch (IOException e)
        {
            GiveUp(e);
        }
    }

    private bool TryContinue(long logEnd)
    {
        if (IndexHeader.Read(_file!, Log) is null)
        {
            return false;
        }

        Written = IndexHeader.RecordsIn(RandomAccess.GetLength(_file!));
        if (Written == 0)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        if (RandomAccess.Read(_file!, bytes, IndexHeader.PositionOf(Written - 1)) != bytes.Length
            || !IndexRecord.TryRead(bytes, out var last) )
        {
            return false;
        }

        last = last.Shifted(Base);
        if (last.Offset > logEnd)
        {
            Last = last;
            LostUnseen = last.Offset - _start;
            Reset();
            return true;
        }

        // Half a record at the end is what a crash or a full disk leaves.
        RandomAccess.SetLength(_file!, IndexHeader.PositionOf(Written));
        (Last, _lastWrittenTicks) = (last, last.UtcTicks);
        return true;
    }

    private bool IsSparse(long logEnd)
    {
        var indexSize = IndexHeader.PositionOf(Written);
        return indexSize > FreeBytes && indexSize > (logEnd - _start) / LogBytesPerIndexByte;
    }

    // A clock that was set back is far from what it showed before.
    private static bool IsFarFrom(long earlier, long now) => now - earlier >= SparseTicks || now < earlier;

    private void Write(IndexRecord record)
    {
        _lastWrittenTicks = record.UtcTicks;
        if (_file is null || record.Offset - Base > IndexRecord.MaxOffset)
        {
            return;
        }

        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        record.Shifted(-Base).Write(bytes);
        try
        {
            RandomAccess.Write(_file, bytes, IndexHeader.PositionOf(Written));
            Written++;
        }
        catch (IOException e)
        {
            GiveUp(e);
        }
    }

    // A full disk or a folder that may not be written costs the times, not the log; the owner says so.
    private void GiveUp(Exception failure)
    {
        Failure = failure;
        _file?.Dispose();
        _file = null;
    }
}
