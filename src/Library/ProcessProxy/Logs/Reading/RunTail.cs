using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs.Reading;

/// <summary>Reads the last lines that one run wrote to one file of a log.</summary>
internal static class RunTail
{
    /// <summary>Reads the lines; none if they are no longer kept.</summary>
    /// <param name="log">The output.</param>
    /// <param name="begin">Where the output of the run began; null if unknown.</param>
    /// <param name="end">Where its output ended.</param>
    /// <param name="lines">The maximum number of lines.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static IReadOnlyCollection<PlacedLine> Read(LogFile log, LogPosition? begin, LogPosition end, int lines, CancellationToken cancellationToken)
    {
        log.BeginReading();
        IReadOnlyList<LogPart> parts = [];
        try
        {
            parts = log.OpenAll();
            var found = new List<PlacedLine>();
            foreach (var part in parts.Where(part => part.Span.Source == end.Source && part.Span.Start < end.Offset))
            {
                var first = begin is { } known && known.Source == end.Source ? Math.Max(known.Offset, part.Span.Start) : part.Span.Start;
                found.InsertRange(0, ReadPart(part, first, Math.Min(end.Offset, part.Limit), lines - found.Count, cancellationToken));
                if (found.Count >= lines || (begin is { } from && from.Source == end.Source && from.Offset >= part.Span.Start))
                {
                    break;
                }
            }

            return found;
        }
        finally
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }

            log.EndReading();
        }
    }

    private static List<PlacedLine> ReadPart(LogPart part, long first, long end, int lines, CancellationToken cancellationToken)
    {
        var found = new List<PlacedLine>();
        var tail = TailFinder.Find(part.Bytes, first, end, lines, cancellationToken);
        part.Begin(tail.Offset);
        while (part.Position.Offset < end && part.TryRead(complete: true, out var line))
        {
            found.Add(line);
        }

        return found;
    }
}
