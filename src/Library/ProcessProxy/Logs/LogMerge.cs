namespace ProcessProxy.Logs;

/// <summary>Brings the lines of standard output and standard error into one order, by time.</summary>
internal static class LogMerge
{
    /// <summary>The last <paramref name="lines"/> of both. At equal times standard output comes first; the order within each is kept.</summary>
    public static IReadOnlyList<LogLine> Last(IReadOnlyList<IReadOnlyCollection<LogLine>> pages, int lines)
    {
        if (pages.Count == 1)
        {
            return [.. pages[0]];
        }

        var merged = new List<LogLine>();
        var heads = new Queue<LogLine>[] { new(pages[0]), new(pages[1]) };
        while (heads[0].Count + heads[1].Count > 0)
        {
            heads[0].TryPeek(out var left);
            heads[1].TryPeek(out var right);
            merged.Add(heads[First(left, right)].Dequeue());
        }

        return merged.Count > lines ? merged.GetRange(merged.Count - lines, lines) : merged;
    }

    /// <summary>Which of two comes first, 0 or 1; at least one is there.</summary>
    public static int First(LogLine? left, LogLine? right) =>
        right is null || (left is not null && left.Timestamp <= right.Timestamp) ? 0 : 1;
}
