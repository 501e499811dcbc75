using System.Buffers;
using System.Text.RegularExpressions;
using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the regular expressions of <c>rewrite</c> by compiling them.</summary>
internal static class RewriteRules
{
    private const int LongestPattern = 2000;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("/-_~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Characters that no path may contain: control characters and a backslash. A <c>#</c> is sent escaped.</summary>
    private static readonly SearchValues<char> Refused =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code), '\\']);

    /// <summary>Reports invalid rules.</summary>
    public static void Check(IReadOnlyList<NamedText> rules, ProblemList problems)
    {
        foreach (var rule in rules)
        {
            if (Wrong(rule.Name) is { } wrong)
            {
                problems.Add(rule.Place, ProblemCodes.InvalidRewrite, $"This regular expression is not valid: {wrong}");
            }

            if (rule.Text.AsSpan().IndexOfAny(Refused) is >= 0 and var at)
            {
                problems.Add(
                    rule.ValuePlace, ProblemCodes.InvalidRewrite,
                    $"'{VisibleText.Line(rule.Text[at].ToString())}' is not allowed in a path, so every matching request would get 400. Remove it from the replacement.");
            }
        }
    }

    private static string? Wrong(string pattern)
    {
        if (pattern.Length is 0 or > LongestPattern)
        {
            return $"it must have 1 to {LongestPattern} characters.";
        }

        if (!pattern.AsSpan(pattern[0] == '^' ? 1 : 0).ContainsAnyExcept(Plain))
        {
            // Nothing in it can be wrong. Compiling ten thousand such rules took longer than the rest of a start.
            return null;
        }

        try
        {
            try
            {
                _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
            }
            catch (NotSupportedException)
            {
                // Look-arounds, back-references and very large expressions run with backtracking, with a time limit.
                _ = new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
            }
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }

        return null;
    }
}
