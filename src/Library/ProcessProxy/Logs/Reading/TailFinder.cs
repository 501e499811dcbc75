using System.Buffers;
using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs.Reading;

/// <summary>The beginning of the last lines of a file.</summary>
/// <param name="Offset">The offset of the first of them.</param>
/// <param name="Lines">The number of lines from there on.</param>
/// <param name="IsWhole">Whether this is everything in the file, so that older files may continue it.</param>
internal readonly record struct Tail(long Offset, int Lines, bool IsWhole);

/// <summary>Finds the last lines of a file of any size by reading it backwards in blocks.</summary>
internal static class TailFinder
{
    private const byte Newline = (byte)'\n';

    /// <summary>Finds the last <paramref name="lines"/> lines between two offsets, within the limits of <see cref="LogLimits"/>.</summary>
    public static Tail Find(LogBytes file, long start, long end, int lines, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LogLimits.BlockBytes);
        try
        {
            return Find(file, start, end, lines, buffer.AsSpan(0, LogLimits.BlockBytes), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Tail Find(LogBytes file, long start, long end, int lines, Span<byte> buffer, CancellationToken cancellationToken)
    {
        var found = 0;
        var position = end;
        var lineEnd = end;
        while (position > start)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = (int)Math.Min(buffer.Length, position - start);
            position -= wanted;
            var block = buffer[..file.Read(buffer[..wanted], position)];
            for (int at; (at = block.LastIndexOf(Newline)) >= 0; block = block[..at])
            {
                var lineStart = position + at + 1;
                if (lineStart != end && ++found == lines)
                {
                    return new Tail(lineStart, found, IsWhole: false);
                }

                lineEnd = lineStart;
            }

            if (lineEnd - position > LogLimits.LineBytes)
            {
                return new Tail(CutInto(file, lineEnd - LogLimits.LineBytes), found + 1, IsWhole: false);
            }

            if (end - position > LogLimits.PageBytes)
            {
                return new Tail(lineEnd, found, IsWhole: false);
            }
        }

        return new Tail(start, end > start ? found + 1 : 0, IsWhole: true);
    }

    private static long CutInto(LogBytes file, long offset)
    {
        Span<byte> start = stackalloc byte[4];
        return offset + Utf8Boundary.TailLength(start[..file.Read(start, offset)]);
    }
}
