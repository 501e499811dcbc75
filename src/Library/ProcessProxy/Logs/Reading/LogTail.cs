using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs.Reading;

/// <summary>The last lines of one output of a program.</summary>
/// <param name="Lines">The lines, oldest first.</param>
/// <param name="Newest">The newest file, read up to the last line, or null. It belongs to the caller.</param>
internal sealed record LogTail(IReadOnlyCollection<PlacedLine> Lines, LogPart? Newest)
{
    /// <summary>
    /// Reads the last lines, going back to rotated files if the current one has too few. While another program still writes to the newest archive,
    /// there are two tails: that of the current file, and that of the others.
    /// </summary>
    /// <param name="log">The output.</param>
    /// <param name="lines">The maximum number of lines.</param>
    /// <param name="complete">Whether a last line without a newline counts.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static IReadOnlyList<LogTail> Read(LogFile log, int lines, bool complete, CancellationToken cancellationToken)
    {
        log.BeginReading();
        try
        {
            var sides = log.OpenSides();
            var tails = new List<LogTail>();
            try
            {
                foreach (var side in sides)
                {
                    tails.Add(Read(side, lines, complete, cancellationToken));
                }
            }
            catch
            {
                tails.ForEach(tail => tail.Newest?.Dispose());
                foreach (var side in sides.Skip(tails.Count))
                {
                    Close(side, 0);
                }

                throw;
            }

            return tails;
        }
        finally
        {
            log.EndReading();
        }
    }

    private static LogTail Read(IReadOnlyList<LogPart> parts, int lines, bool complete, CancellationToken cancellationToken)
    {
        try
        {
            var page = ReadPage(parts, lines, complete, cancellationToken);
            return new LogTail(page, parts.Count > 0 ? parts[0] : null);
        }
        catch
        {
            Close(parts, 0);
            throw;
        }
        finally
        {
            Close(parts, 1);
        }
    }

    private static Queue<PlacedLine> ReadPage(IReadOnlyList<LogPart> parts, int lines, bool complete, CancellationToken cancellationToken)
    {
        var oldest = FindStart(parts, lines, cancellationToken);
        var page = new Queue<PlacedLine>();
        for (var number = oldest; number >= 0; number--)
        {
            var isContinued = IsContinued(parts, number);
            while (parts[number].TryRead(number > 0 ? !isContinued : complete, out var line))
            {
                cancellationToken.ThrowIfCancellationRequested();
                page.Enqueue(line);
                if (page.Count > lines)
                {
                    page.Dequeue();
                }
            }

            if (isContinued)
            {
                parts[number - 1].BeginAfter(parts[number]);
            }

            parts[number].Rest();
        }

        return page;
    }

    /// <summary>Moves each required part to its first relevant byte, and returns the number of the oldest one, or -1 if there is none.</summary>
    private static int FindStart(IReadOnlyList<LogPart> parts, int lines, CancellationToken cancellationToken)
    {
        for (var number = 0; number < parts.Count; number++)
        {
            var tail = TailFinder.Find(parts[number].Bytes, parts[number].Span.Start, parts[number].Limit, lines, cancellationToken);
            parts[number].Begin(tail.Offset);
            // The first line of a part may have begun in the part before, which then counts it again.
            lines -= number + 1 < parts.Count && IsContinued(parts, number + 1) ? Math.Max(0, tail.Lines - 1) : tail.Lines;
            if (lines <= 0 || !tail.IsWhole)
            {
                return number;
            }
        }

        return parts.Count - 1;
    }

    private static bool IsContinued(IReadOnlyList<LogPart> parts, int number) =>
        number > 0 && parts[number - 1].Span.Continues(parts[number].Span);

    private static void Close(IReadOnlyList<LogPart> parts, int from)
    {
        for (var number = from; number < parts.Count; number++)
        {
            parts[number].Dispose();
        }
    }
}
