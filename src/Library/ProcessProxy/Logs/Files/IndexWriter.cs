using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// Writes the index of one log: its size over time. Used under its owner's lock.
/// </summary>
/// <remarks>
/// The index stays under an eighth of the log plus 64 KiB plus 160 bytes for each second with output: beyond the eighth,
/// output within 100 ms shares a record. If it cannot be written, only the last record is kept, in memory.
/// </remarks>
internal sealed class IndexWriter : IDisposable
{
    /// <value>Saving is not worthwhile below 64 KiB.</value>
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

    /// <summary>Gets the file that it is the index of.</summary>
    public FileIdentity Log { get; }

    /// <summary>Gets the offset in the stream of the log's first byte.</summary>
    public long Base { get; private set; }

    /// <summary>Gets the number of bytes before the first one that are lost because somebody emptied the log.</summary>
    public uint Lost { get; private set; }

    /// <summary>Gets how many of them existed when an earlier server last looked and were lost when this one first looked.</summary>
    public long LostUnseen { get; private set; }

    /// <summary>Gets the latest record, which may not be in the file yet. Without any record, it has no time.</summary>
    public IndexRecord Last { get; private set; }

    /// <summary>Gets whether there is a record.</summary>
    public bool IsEmpty => Last.UtcTicks == 0;

    /// <summary>Gets the number of records in the file.</summary>
    public long Written { get; private set; }

    /// <summary>Gets why the file is not written, or null if it is.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Opens the index of a log, or begins a new one if there is none or it is outdated, damaged or that of another file.</summary>
    /// <param name="path">The index.</param>
    /// <param name="log">The log.</param>
    /// <param name="span">The part of the stream that the log contains.</param>
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

    /// <summary>Adds a record; an existing offset is recorded again only with flags.</summary>
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

    /// <summary>Sets the latest time when the first of the existing bytes was written.</summary>
    public DateTimeOffset Since()
    {
        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        return _file is not null && Written > 0 && RandomAccess.Read(_file, bytes, IndexHeader.PositionOf(0)) == bytes.Length && IndexRecord.TryRead(bytes, out var first)
            ? first.Time
            : Last.Time;
    }

    /// <summary>Starts over with a log that was emptied.</summary>
    public void Reset()
    {
        Lost = (uint)Math.Min(uint.MaxValue, Lost + Math.Max(0, Last.Offset - _start));

        // One further, because new output does not continue the old one.
        BeginAt(Last.Offset + 1, Last.Offset + 1);
        Clear();
    }

    /// <summary>Writes pending records.</summary>
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

        // A crash or a full disk leaves half a record at the end.
        RandomAccess.SetLength(_file!, IndexHeader.PositionOf(Written));
        (Last, _lastWrittenTicks) = (last, last.UtcTicks);
        return true;
    }

    private bool IsSparse(long logEnd)
    {
        var indexSize = IndexHeader.PositionOf(Written);
        return indexSize > FreeBytes && indexSize > (logEnd - _start) / LogBytesPerIndexByte;
    }

    // A clock that was set back is far from its earlier time.
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

    // A full disk or a read-only folder costs the times, not the log; the owner reports it.
    private void GiveUp(Exception failure)
    {
        Failure = failure;
        _file?.Dispose();
        _file = null;
    }
}
