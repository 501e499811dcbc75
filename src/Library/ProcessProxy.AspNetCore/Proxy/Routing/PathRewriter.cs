using System.Text.RegularExpressions;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The <c>rewrite</c> rules of a route, compiled.</summary>
internal sealed class PathRewriter
{
    /// <summary>How long an expression that needs backtracking may look at one path; any other takes time in proportion to the path.</summary>
    /// <value>100 milliseconds.</value>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Rule[] rules;

    /// <summary>Compiles <paramref name="rules"/>.</summary>
    public PathRewriter(IReadOnlyList<RewriteRule> rules) =>
        this.rules = [.. rules.Select(rule => new Rule(Compile(rule.Pattern), rule.Replacement))];

    /// <summary>Whether any rule matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">An expression took longer than <see cref="MatchTimeout"/>.</exception>
    public bool Matches(ReadOnlySpan<char> path) => Find(path) is not null;

    /// <summary>Applies the first rule that matches, to its first match. Null when none matches.</summary>
    /// <returns>A path that begins with a slash and holds nothing a request line cannot; it may have gained a query from the replacement.</returns>
    /// <exception cref="RegexMatchTimeoutException">An expression took longer than <see cref="MatchTimeout"/>.</exception>
    public string? Rewrite(ReadOnlySpan<char> path)
    {
        if (Find(path) is not { } rule)
        {
            return null;
        }

        var rewritten = rule.Expression.Replace(path.ToString(), rule.Replacement, 1);
        if (rewritten.AsSpan().ContainsAnyExceptInRange('\x21', '\x7e'))
        {
            rewritten = EscapeUnsendable(rewritten);
        }

        return rewritten.StartsWith('/') ? rewritten : "/" + rewritten;
    }

    private Rule? Find(ReadOnlySpan<char> path)
    {
        foreach (var rule in rules)
        {
            if (rule.Expression.IsMatch(path))
            {
                return rule;
            }
        }

        return null;
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            // It cannot explode, so no clock: on a busy machine its first use alone may take longer than any useful limit.
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back references need backtracking; the match timeout bounds those.
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, MatchTimeout);
        }
    }

    private static string EscapeUnsendable(string path) =>
        string.Concat(path.EnumerateRunes().Select(rune =>
            rune.Value is > 0x20 and < 0x7f ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private sealed record Rule(Regex Expression, string Replacement);
}
