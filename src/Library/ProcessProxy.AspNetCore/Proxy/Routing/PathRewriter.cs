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
        this.rules = [.. rules.Select(Compile)];

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

        var rewritten = rule.Apply(path);
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
            if (rule.Matches(path))
            {
                return rule;
            }
        }

        return null;
    }

    private static Rule Compile(RewriteRule rule) =>
        !rule.Replacement.Contains('$') && LiteralPrefix.Of(rule.Pattern) is { } prefix
            ? new PrefixRule(prefix, rule.Replacement)
            : new ExpressionRule(Compile(rule.Pattern), rule.Replacement);

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

    private abstract class Rule
    {
        public abstract bool Matches(ReadOnlySpan<char> path);

        public abstract string Apply(ReadOnlySpan<char> path);
    }

    private sealed class PrefixRule(string prefix, string replacement) : Rule
    {
        public override bool Matches(ReadOnlySpan<char> path) => path.StartsWith(prefix, StringComparison.Ordinal);

        public override string Apply(ReadOnlySpan<char> path) => string.Concat(replacement, path[prefix.Length..]);
    }

    private sealed class ExpressionRule(Regex expression, string replacement) : Rule
    {
        public override bool Matches(ReadOnlySpan<char> path) => expression.IsMatch(path);

        public override string Apply(ReadOnlySpan<char> path) => expression.Replace(path.ToString(), replacement, 1);
    }
}
