using System.Buffers;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>Counts the lines of files and remembers the count, so that counting again costs only what was appended.</summary>
internal sealed class LineCounter
{
    private const byte Newline = (byte)'\n';
    private const int BlockBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private Dictionary<FileIdentity, Count> _counts = [];

    /// <summary>How many lines all these files have; a last line without a newline counts. Files not among them are forgotten.</summary>
    public long CountAll(IReadOnlyList<LogPart> parts, CancellationToken cancellationToken)
    {
        Dictionary<FileIdentity, Count> known;
        lock (_gate)
        {
            known = _counts;
        }

        var counts = new Dictionary<FileIdentity, Count>(parts.Count);
        foreach (var part in parts)
        {
            var from = known.GetValueOrDefault(part.Identity);
            if (from.Offset > part.Limit || from.Epoch != part.Epoch)
            {
                from = new Count(part.Epoch);
            }

            counts[part.Identity] = Advance(part, from, cancellationToken);
        }

        lock (_gate)
        {
            _counts = counts;
        }

        return counts.Values.Sum(count => count.Lines);
    }

    private static Count Advance(LogPart part, Count count, CancellationToken cancellationToken)
    {
        if (count.Offset == part.Limit)
        {
            return count;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (count.Offset < part.Limit)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Holes are read as zeros and have no lines: they need no reading.
                var data = RegularFile.NextData(part.File, count.Offset, part.Limit);
                if (data > count.Offset)
                {
                    count = count with { Offset = data, EndsInLine = true };
                    continue;
                }

                var wanted = (int)Math.Min(buffer.Length, part.Limit - count.Offset);
                var block = buffer.AsSpan(0, RandomAccess.Read(part.File, buffer.AsSpan(0, wanted), count.Offset));
                if (block.IsEmpty)
                {
                    break;
                }

                count = count with
                {
                    Offset = count.Offset + block.Length,
                    Newlines = count.Newlines + block.Count(Newline),
                    EndsInLine = block[^1] != Newline,
                };
            }

            var record = count.IndexRecord;
            var runEnds = count.RunEnds + part.CountRunEnds(ref record);
            return count with { IndexRecord = record, RunEnds = runEnds };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private readonly record struct Count(
        long Epoch, long Offset = 0, long Newlines = 0, bool EndsInLine = false, long IndexRecord = 0, long RunEnds = 0)
    {
        public long Lines => Newlines + RunEnds + (EndsInLine ? 1 : 0);
    }
}
