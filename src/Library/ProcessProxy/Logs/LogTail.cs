namespace ProcessProxy.Logs;

/// <summary>The last lines of one output of a program.</summary>
/// <param name="Lines">The lines, oldest first.</param>
/// <param name="Newest">The newest file, read up to the last of them; null when there is none. It belongs to the caller.</param>
internal sealed record LogTail(IReadOnlyCollection<LogLine> Lines, LogPart? Newest)
{
    /// <summary>Reads the last lines, going back into rotated files when the current one has too few.</summary>
    /// <param name="log">The output.</param>
    /// <param name="lines">How many lines at most.</param>
    /// <param name="complete">Whether a last line without a newline is one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static LogTail Read(LogFile log, int lines, bool complete, CancellationToken cancellationToken)
    {
        var parts = log.OpenAll();
        try
        {
            var page = Read(parts, lines, complete, cancellationToken);
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

    private static Queue<LogLine> Read(IReadOnlyList<LogPart> parts, int lines, bool complete, CancellationToken cancellationToken)
    {
        var oldest = FindStart(parts, lines, cancellationToken);
        var page = new Queue<LogLine>();
        for (var number = oldest; number >= 0; number--)
        {
            while (parts[number].TryRead(complete || number > 0, out var line))
            {
                cancellationToken.ThrowIfCancellationRequested();
                page.Enqueue(line);
                if (page.Count > lines)
                {
                    page.Dequeue();
                }
            }

            parts[number].Rest();
        }

        return page;
    }

    /// <summary>Sets each part that is needed to where it begins to matter, and returns the number of the oldest one; -1 when there is none.</summary>
    private static int FindStart(IReadOnlyList<LogPart> parts, int lines, CancellationToken cancellationToken)
    {
        for (var number = 0; number < parts.Count; number++)
        {
            var tail = TailFinder.Find(parts[number].File, parts[number].Limit, lines, cancellationToken);
            parts[number].Begin(tail.Offset);
            lines -= tail.Lines;
            if (lines <= 0 || !tail.IsWhole)
            {
                return number;
            }
        }

        return parts.Count - 1;
    }

    private static void Close(IReadOnlyList<LogPart> parts, int from)
    {
        for (var number = from; number < parts.Count; number++)
        {
            parts[number].Dispose();
        }
    }
}
