using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// Reads an index beside a reader of its log, forwards only, and finds when each line was written. It keeps 4 KiB of
/// the index at a time.
/// </summary>
/// <param name="file">The index, owned by the cursor, or null.</param>
/// <param name="origin">The offset in the stream of the log's first byte. Offsets in the index count from the first byte, here from the beginning of the stream.</param>
/// <param name="first">Precedes all records: nothing was written before its time.</param>
/// <param name="last">Follows all records, and replaces them if there is no index.</param>
internal sealed class IndexCursor(SafeFileHandle? file, long origin, IndexRecord first, IndexRecord last) : IDisposable
{
    private const int BlockRecords = 256;

    private readonly byte[] _block = new byte[file is null ? 0 : BlockRecords * IndexRecord.Size];
    private long _blockStart;
    private int _blockRecords;
    private long _next;
    private long _searched;
    private bool _damaged;
    private readonly IndexRecord _first = first;
    private IndexRecord _previous = first;
    private IndexRecord _last = last;

    /// <summary>Sets the latest record after the log has grown.</summary>
    public void Refresh(IndexRecord latest)
    {
        _last = latest;
        _blockRecords = 0;
    }

    /// <summary>Moves to the records for <paramref name="offset"/> by binary search.</summary>
    public void Seek(long offset)
    {
        long low = 0;
        var high = file is null ? 0 : IndexHeader.RecordsIn(RandomAccess.GetLength(file));
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (TryRecord(middle, out var record) && record.Offset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        _next = _searched = low;
        _previous = low > 0 && TryRecord(low - 1, out var previous) ? previous : _first;
    }

    /// <summary>Returns where a run ended in the middle of a line, after <paramref name="start"/> and not after <paramref name="end"/>, or null.</summary>
    public long? FindRunEnd(long start, long end)
    {
        for (_searched = Math.Max(_searched, _next); ; _searched++)
        {
            var inFile = TryRecord(_searched, out var record);
            record = inFile ? record : _last;
            if (record.Offset > end)
            {
                return null;
            }

            if (record.Offset > start && (record.Flags & IndexFlags.RunEnd) != 0)
            {
                return record.Offset;
            }

            if (!inFile)
            {
                return null;
            }
        }
    }

    /// <summary>Returns how many runs ended in the middle of a line before <paramref name="end"/>, from a record on, which is moved to the first one not counted.</summary>
    public int CountRunEnds(ref long number, long end)
    {
        var count = 0;
        for (; TryRecord(number, out var record) && record.Offset < end; number++)
        {
            count += (record.Flags & IndexFlags.RunEnd) != 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Returns the latest time when the line that ends at <paramref name="end"/> was written, and the earliest one if it differs.</summary>
    public (DateTimeOffset Timestamp, DateTimeOffset? NotBefore) TimeOf(long end)
    {
        bool inFile;
        IndexRecord record;
        while ((inFile = TryRecord(_next, out record)) && record.Offset < end)
        {
            // Decreasing offsets are not an index: the rest of it is meaningless.
            _damaged |= record.Offset < _previous.Offset;
            _previous = record;
            _next++;
        }

        record = inFile ? record : _last;
        var exact = !_damaged && record.Offset >= end && (record.Flags & IndexFlags.Unwatched) == 0;
        return (record.Time, exact ? null : (_previous.UtcTicks < record.UtcTicks ? _previous : record).Time);
    }

    public void Dispose() => file?.Dispose();

    private bool TryRecord(long number, out IndexRecord record)
    {
        record = default;
        if (file is null || _damaged)
        {
            return false;
        }

        if (number < _blockStart || number >= _blockStart + _blockRecords)
        {
            _blockStart = number;
            _blockRecords = RandomAccess.Read(file, _block, IndexHeader.PositionOf(number)) / IndexRecord.Size;
            if (_blockRecords == 0)
            {
                return false;
            }
        }

        _damaged = !IndexRecord.TryRead(_block.AsSpan((int)(number - _blockStart) * IndexRecord.Size), out record);
        record = record.Shifted(origin);
        return !_damaged;
    }
}
