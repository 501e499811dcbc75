namespace ProcessProxy.Configuration.Problems;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    private const int LongestWord = 64;

    /// <summary>Returns the candidate that requires the fewest edits, or null if none is near: at most a third of the word; one edit is always near.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        if (written.Length is 0 or > LongestWord)
        {
            return null;
        }

        string? nearest = null;
        var least = Math.Max(1, written.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > LongestWord || Math.Abs(candidate.Length - written.Length) >= least)
            {
                continue;
            }

            // Two words without a common letter are not alike, however short they are.
            var distance = Distance(written, candidate);
            if (distance < least && distance < Math.Max(written.Length, candidate.Length))
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>Returns the number of inserted, removed, replaced or swapped letters between two words, ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        Span<int> beforeLast = stackalloc int[right.Length + 1];
        Span<int> last = stackalloc int[right.Length + 1];
        Span<int> current = stackalloc int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var cost = Same(left[row - 1], right[column - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(last[column] + 1, current[column - 1] + 1), last[column - 1] + cost);
                if (row > 1 && column > 1 && Same(left[row - 1], right[column - 2]) && Same(left[row - 2], right[column - 1]))
                {
                    best = Math.Min(best, beforeLast[column - 2] + 1);
                }

                current[column] = best;
            }

            var spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
