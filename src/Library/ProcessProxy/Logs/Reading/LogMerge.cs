using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs.Reading;

/// <summary>Merges lines of several outputs by time.</summary>
internal static class LogMerge
{
    /// <summary>Returns the last <paramref name="lines"/> of all pages, each with the number of its page. The order within each page is kept.</summary>
    public static IReadOnlyList<(PlacedLine Line, int Page)> Last(IReadOnlyList<IReadOnlyCollection<PlacedLine>> pages, int lines)
    {
        var merged = new List<(PlacedLine, int)>();
        if (pages.Count <= 1)
        {
            merged.AddRange(pages.SelectMany(page => page).Select(line => (line, 0)));
            return merged;
        }

        Queue<PlacedLine>[] heads = [.. pages.Select(page => new Queue<PlacedLine>(page))];
        while (heads.Any(head => head.Count > 0))
        {
            var first = First([.. heads.Select(head => head.TryPeek(out var line) ? line.Line : null)]);
            merged.Add((heads[first].Dequeue(), first));
        }

        return merged.Count > lines ? merged.GetRange(merged.Count - lines, lines) : merged;
    }

    /// <summary>Returns the number of the line that comes first, or -1 without any line. Of lines of the same time, the first counts.</summary>
    public static int First(IReadOnlyList<LogLine?> lines)
    {
        var first = -1;
        for (var number = 0; number < lines.Count; number++)
        {
            if (lines[number] is { } line && (first < 0 || line.Timestamp < lines[first]!.Timestamp))
            {
                first = number;
            }
        }

        return first;
    }
}
