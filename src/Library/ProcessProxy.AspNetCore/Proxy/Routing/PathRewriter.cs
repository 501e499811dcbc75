using System.Text.RegularExpressions;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The compiled <c>rewrite</c> rules of a route.</summary>
internal sealed class PathRewriter
{
    /// <summary>The time limit of an expression for one path.</summary>
    /// <value>100 milliseconds.</value>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The highest weight for the engine without backtracking. Its time is proportional to the path, but time and memory can double with
    /// each counted position: <c>.{40}</c> took seconds and 30 MB, <c>.{10}</c> 40 ms and 2 MB, and the time limit is rarely checked.
    /// </summary>
    private const int MostWeight = 12;

    private readonly Rule[] rules;

    /// <summary>Compiles <paramref name="rules"/>.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="hasFragments">Whether a number sign in a replacement begins a fragment, as in the destination of a redirect; otherwise it belongs to the path.</param>
    public PathRewriter(IReadOnlyList<RewriteRule> rules, bool hasFragments = false) =>
        this.rules = [.. rules.Select(rule => Compile(hasFragments ? rule : rule with { Replacement = rule.Replacement.Replace("#", "%23", StringComparison.Ordinal) }))];

    /// <summary>Returns whether any rule matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">An expression took longer than <see cref="MatchTimeout"/>.</exception>
    public bool Matches(ReadOnlySpan<char> path) => Find(path) is not null;

    /// <summary>Applies the first matching rule to its first match. Returns null if none matches.</summary>
    /// <returns>A path that begins with a slash and contains nothing that is invalid in a request line; the replacement may have added a query.</returns>
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
        if (ExpressionWeight.Of(pattern) <= MostWeight)
        {
            try
            {
                return Warm(new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTimeout));
            }
            catch (NotSupportedException)
            {
                // Look-arounds and back references require backtracking.
            }
        }

        return Warm(new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, MatchTimeout));
    }

    // On a busy machine, the first use alone may take longer than the limit, and no request should pay for that.
    private static Regex Warm(Regex expression)
    {
        try
        {
            expression.IsMatch("/");
        }
        catch (RegexMatchTimeoutException)
        {
            // Not worth a message: a real use shows whether it is fast enough.
        }

        return expression;
    }

    /// <summary>Escapes characters that are invalid in a request line or a header.</summary>
    public static string EscapeUnsendable(string path) =>
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
