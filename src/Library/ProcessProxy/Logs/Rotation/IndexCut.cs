using System.Buffers;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Rotation;

/// <summary>
/// Divides the index of a log between an archive and the rest. The record at or after the border belongs to both: it
/// has the latest time when the last byte before the border was written.
/// </summary>
internal static class IndexCut
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>Writes the index of an archive.</summary>
    /// <param name="path">The index of the log, which has all its records.</param>
    /// <param name="target">The index of the archive.</param>
    /// <param name="archive">The archive.</param>
    /// <param name="span">The part that the archive contains.</param>
    /// <param name="nowTicks">The time for what the index of the log does not cover.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void WriteArchive(string path, string target, FileIdentity archive, LogSpan span, long nowTicks)
    {
        using var index = RegularFile.OpenOwn(target);
        RandomAccess.SetLength(index, 0);
        new IndexHeader(span.Source, span.Base, span.Lost).Write(index, archive);
        using var source = RegularFile.OpenRead(path);
        var header = source is null ? null : IndexHeader.Read(source, span.Source);
        long number = 0;
        IndexRecord? border = null;
        if (header is { Base: var origin })
        {
            number = Border(source!, span.End - origin);
            Copy(source!, index, 0, number, origin - span.Base);
            border = RecordAt(source!, number)?.Shifted(origin);
        }

        // What the record after the border says about later bytes does not apply to earlier ones.
        var flags = border is not { } record ? IndexFlags.Unwatched : record.Offset == span.End ? record.Flags : record.Flags & ~IndexFlags.RunEnd;
        Span<byte> last = stackalloc byte[IndexRecord.Size];
        new IndexRecord(span.End - span.Base, border?.UtcTicks ?? nowTicks, flags).Write(last);
        RandomAccess.Write(index, last, IndexHeader.PositionOf(number));
        Durable.Flush(index);
    }

    /// <summary>Keeps only the records of the rest of the log, and updates its position.</summary>
    /// <param name="path">The index of the log.</param>
    /// <param name="before">The header before the cut; an index with another header has begun again since. Bytes that were lost before the beginning went with it.</param>
    /// <param name="origin">The new offset in the stream of the log's first byte.</param>
    /// <param name="start">The offset in the stream of the first byte that remains.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Shorten(string path, IndexHeader before, long origin, long start)
    {
        using var source = RegularFile.OpenExisting(path);
        if (source is null || IndexHeader.Read(source, before.Source) is not { } found || found with { Lost = 0 } != before)
        {
            // A new one derives its position from the archive.
            return;
        }

        var beside = path + ".new";
        File.Delete(beside);
        try
        {
            using (var index = RegularFile.OpenOwn(beside))
            {
                (before with { Base = origin }).Write(index, before.Source);
                Copy(source, index, Border(source, start - before.Base), IndexHeader.RecordsIn(RandomAccess.GetLength(source)), before.Base - origin);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            // With wrong offsets, it would be worse than no index.
            RandomAccess.SetLength(source, 0);
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Returns the number of the first record at an offset or after it.</summary>
    private static long Border(SafeFileHandle index, long offset)
    {
        long low = 0;
        var high = IndexHeader.RecordsIn(RandomAccess.GetLength(index));
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (RecordAt(index, middle) is { } record && record.Offset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static IndexRecord? RecordAt(SafeFileHandle index, long number)
    {
        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        return RandomAccess.Read(index, bytes, IndexHeader.PositionOf(number)) == bytes.Length && IndexRecord.TryRead(bytes, out var record)
            ? record
            : null;
    }

    /// <summary>Copies records after the header of an index without records, with adjusted offsets, up to the first damaged one.</summary>
    private static void Copy(SafeFileHandle source, SafeFileHandle target, long from, long to, long shift)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            long written = IndexHeader.Size;
            while (from < to)
            {
                var records = (int)Math.Min(BlockBytes / IndexRecord.Size, to - from);
                records = RandomAccess.Read(source, buffer.AsSpan(0, records * IndexRecord.Size), IndexHeader.PositionOf(from)) / IndexRecord.Size;
                var length = Shift(buffer.AsSpan(0, records * IndexRecord.Size), shift);
                RandomAccess.Write(target, buffer.AsSpan(0, length), written);
                written += length;
                from += records;
                if (length < records * IndexRecord.Size || records == 0)
                {
                    return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Adjusts the offsets of records.</summary>
    /// <returns>The length of the undamaged records.</returns>
    private static int Shift(Span<byte> records, long shift)
    {
        var length = 0;
        for (; length < records.Length && IndexRecord.TryRead(records[length..], out var record); length += IndexRecord.Size)
        {
            record.Shifted(shift).Write(records[length..]);
        }

        return length;
    }
}
