using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs.Reading;

/// <summary>Merges the lines of standard output and standard error by time.</summary>
internal static class LogMerge
{
    /// <summary>Returns the last <paramref name="lines"/> of all pages, each with the number of its page. The order within each page is kept.</summary>
    public static IReadOnlyList<(PlacedLine Line, int Page)> Last(IReadOnlyList<IReadOnlyCollection<PlacedLine>> pages, int lines)
    {
        var merged = new List<(PlacedLine, int)>();
        if (pages.Count == 1)
        {
            merged.AddRange(pages[0].Select(line => (line, 0)));
            return merged;
        }

        Queue<PlacedLine>[] heads = [.. pages.Select(page => new Queue<PlacedLine>(page))];
        while (heads.Any(head => head.Count > 0))
        {
            var first = First(heads[0].TryPeek(out var left) ? left : null, heads[1].TryPeek(out var right) ? right : null);
            merged.Add((heads[first].Dequeue(), first));
        }

        return merged.Count > lines ? merged.GetRange(merged.Count - lines, lines) : merged;
    }

    /// <summary>Returns which of two comes first, 0 or 1; at least one exists. At equal times, standard output comes first.</summary>
    public static int First(PlacedLine? left, PlacedLine? right) =>
        right is null || (left is not null && left.Value.Line.Timestamp <= right.Value.Line.Timestamp) ? 0 : 1;
}
