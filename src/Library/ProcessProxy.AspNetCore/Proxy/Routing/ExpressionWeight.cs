using System.Globalization;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// Estimates the cost of an expression for an engine that follows all paths at once: the number of positions, with counted repetitions
/// expanded, that accept any of several characters. Each may double the number of combinations.
/// </summary>
internal static class ExpressionWeight
{
    /// <summary>Returns the weight. It is correct for usual expressions and a guess for others, which have a time limit in any case.</summary>
    public static long Of(string pattern)
    {
        var outer = new Stack<long>();
        long sum = 0, last = 0;
        var isLoopFree = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    Add(i + 1 < pattern.Length && "dDwWsSpP".Contains(pattern[i + 1], StringComparison.Ordinal) ? 1 : 0);
                    i = EndOfEscape(pattern, i);
                    break;
                case '[':
                    Add(1);
                    i = EndOfSet(pattern, i);
                    break;
                case '.':
                    Add(1);
                    break;
                case '(':
                    outer.Push(sum);
                    (sum, last) = (0, 0);
                    i += i + 1 < pattern.Length && pattern[i + 1] == '?' ? 1 : 0;
                    break;
                case ')' when outer.Count > 0:
                    (last, sum, isLoopFree) = (sum, sum + outer.Pop(), false);
                    break;
                case '|':
                    (sum, last) = (sum + 1, 0);
                    break;
                case '*' or '+':
                    // Repetitions of one character are one position.
                    sum -= isLoopFree ? last : 0;
                    last = 0;
                    break;
                case '{' when Times(pattern, i) is { } times:
                    sum = Math.Min(sum + (last * Math.Max(0, times - 1)), int.MaxValue);
                    last = 0;
                    i = pattern.IndexOf('}', i);
                    break;
                case '?':
                    break;
                default:
                    Add(0);
                    break;
            }
        }

        return sum + outer.Sum();

        void Add(long weight) => (sum, last, isLoopFree) = (sum + weight, weight, true);
    }

    /// <summary>Returns the maximum of a counted repetition, or its minimum if it is unlimited. Null for a brace that is not a repetition.</summary>
    private static int? Times(string pattern, int start)
    {
        var end = pattern.IndexOf('}', start);
        if (end < 0)
        {
            return null;
        }

        var text = pattern.AsSpan(start + 1, end - start - 1).TrimEnd(',');
        var comma = text.IndexOf(',');
        return int.TryParse(comma < 0 ? text : text[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : null;
    }

    private static int EndOfEscape(string pattern, int start) =>
        start + 2 < pattern.Length && pattern[start + 1] is 'p' or 'P' && pattern[start + 2] == '{' && pattern.IndexOf('}', start) is > 0 and var end
            ? end
            : start + 1;

    private static int EndOfSet(string pattern, int start)
    {
        var depth = 1;
        for (var i = start + 1; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when pattern[i - 1] == '-':
                    depth++;
                    break;
                case ']' when i > start + 1 && !(i == start + 2 && pattern[start + 1] == '^') && --depth == 0:
                    return i;
            }
        }

        return pattern.Length;
    }
}
