using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// Walks an index beside a reader of its log, forwards only, and answers when each line was written. It holds 4 KiB of
/// the index at a time.
/// </summary>
/// <param name="file">The index, owned by the cursor; null when there is none.</param>
/// <param name="origin">The offset in the stream of the log's first byte. Offsets in the index count from there, here from the beginning of the stream.</param>
/// <param name="first">Stands before all records: nothing was written earlier than its time.</param>
/// <param name="last">Stands after all records, and for all of them when there is no index.</param>
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

    /// <summary>Says what the latest record is now that the log has grown.</summary>
    public void Refresh(IndexRecord latest)
    {
        _last = latest;
        _blockRecords = 0;
    }

    /// <summary>Goes to the records that matter from <paramref name="offset"/> on, by halving.</summary>
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

    /// <summary>Where a run ended in the middle of a line, after <paramref name="start"/> and not after <paramref name="end"/>; or null.</summary>
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

    /// <summary>How many runs ended in the middle of a line before <paramref name="end"/>, from a record on, which is moved to the first one not counted.</summary>
    public int CountRunEnds(ref long number, long end)
    {
        var count = 0;
        for (; TryRecord(number, out var record) && record.Offset < end; number++)
        {
            count += (record.Flags & IndexFlags.RunEnd) != 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>When the line that ends at <paramref name="end"/> was written: at the latest, and at the earliest when that is not the same.</summary>
    public (DateTimeOffset Timestamp, DateTimeOffset? NotBefore) TimeOf(long end)
    {
        bool inFile;
        IndexRecord record;
        while ((inFile = TryRecord(_next, out record)) && record.Offset < end)
        {
            // Offsets that shrink are no index: what is left of it says nothing.
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
