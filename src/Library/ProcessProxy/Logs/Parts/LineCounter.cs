using System.Buffers;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Parts;

/// <summary>Counts the lines of files and remembers the count, so that counting again covers only what was appended.</summary>
internal sealed class LineCounter
{
    private const byte Newline = (byte)'\n';
    private const int BlockBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private Dictionary<FileIdentity, Count> _counts = [];

    /// <summary>Returns how many lines all these files have, including a last line without a newline. Other files are forgotten.</summary>
    /// <param name="logs">The files of each output, the newest first.</param>
    /// <param name="cancellationToken">Cancels the counting.</param>
    public long CountAll(IReadOnlyCollection<IReadOnlyList<LogPart>> logs, CancellationToken cancellationToken)
    {
        Dictionary<FileIdentity, Count> known;
        lock (_gate)
        {
            known = _counts;
        }

        var counts = new Dictionary<FileIdentity, Count>();
        var lines = logs.Sum(parts => CountLog(parts, known, counts, cancellationToken));
        lock (_gate)
        {
            _counts = counts;
        }

        return lines;
    }

    private static long CountLog(
        IReadOnlyList<LogPart> parts, Dictionary<FileIdentity, Count> known, Dictionary<FileIdentity, Count> counts, CancellationToken cancellationToken)
    {
        long lines = 0;
        LogSpan? newer = null;
        foreach (var part in parts)
        {
            var from = known.GetValueOrDefault(part.Identity);
            if (from.Start != part.Span.Start || from.Offset < from.Start || from.Offset > part.Limit)
            {
                from = new Count(part.Span.Start, part.Span.Start);
            }

            var count = Advance(part, from, cancellationToken);
            counts[part.Identity] = count;

            // A line that continues in the newer file is counted there.
            var goesOn = newer is { } next && next.Continues(part.Span) && next.End > next.Start;
            lines += count.Newlines + count.RunEnds + (count.EndsInLine && !goesOn ? 1 : 0);
            newer = part.Span;
        }

        return lines;
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
                // Holes read as zeros and contain no lines, so they are skipped.
                var data = part.NextData(count.Offset);
                if (data > count.Offset)
                {
                    count = count with { Offset = data, EndsInLine = true };
                    continue;
                }

                var wanted = (int)Math.Min(buffer.Length, part.Limit - count.Offset);
                var block = buffer.AsSpan(0, part.Bytes.Read(buffer.AsSpan(0, wanted), count.Offset));
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
        long Start, long Offset = 0, long Newlines = 0, bool EndsInLine = false, long IndexRecord = 0, long RunEnds = 0);
}
