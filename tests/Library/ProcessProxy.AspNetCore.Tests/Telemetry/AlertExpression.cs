using System.Globalization;
using System.Text.RegularExpressions;

namespace ProcessProxy.AspNetCore.Tests.Telemetry;

/// <summary>As much of the language of Prometheus as documented alerts use, evaluated over a first and a last scrape. What it does not know fails the test.</summary>
internal sealed partial class AlertExpression
{
    private readonly string[] tokens;
    private readonly PrometheusText first;
    private readonly PrometheusText last;
    private int next;

    private AlertExpression(string text, PrometheusText first, PrometheusText last)
    {
        tokens = [.. Token().Matches(text).Select(match => match.Value)];
        if (string.Concat(tokens) != text.Replace(" ", "", StringComparison.Ordinal))
        {
            throw new FormatException($"'{text}' holds something else than {string.Join(' ', tokens)}.");
        }

        (this.first, this.last) = (first, last);
    }

    /// <summary>The label sets for which the alert fires.</summary>
    public static IReadOnlyList<string> Firing(string expression, PrometheusText first, PrometheusText last)
    {
        var evaluation = new AlertExpression(expression, first, last);
        var result = evaluation.Set();
        return evaluation.next == evaluation.tokens.Length
            ? [.. result.Keys]
            : throw new FormatException($"'{expression}' goes on with '{evaluation.tokens[evaluation.next]}'.");
    }

    private Dictionary<string, double> Set()
    {
        var left = Comparison();
        while (TryTake("and"))
        {
            var right = Comparison();
            left = left.Where(one => right.ContainsKey(one.Key)).ToDictionary();
        }

        return left;
    }

    private Dictionary<string, double> Comparison()
    {
        var left = Product();
        foreach (var (sign, holds) in new (string, Func<double, double, bool>)[] { ("==", (a, b) => a == b), (">", (a, b) => a > b) })
        {
            if (TryTake(sign))
            {
                var right = Product();
                return left.Where(one => right.TryGetValue(right.ContainsKey("") ? "" : one.Key, out var other) && holds(one.Value, other)).ToDictionary();
            }
        }

        return left;
    }

    private Dictionary<string, double> Product()
    {
        var left = Operand();
        while (TryTake("*"))
        {
            var (scalar, right) = (left[""], Operand());
            left = right.ToDictionary(one => one.Key, one => scalar * one.Value);
        }

        return left;
    }

    private Dictionary<string, double> Operand()
    {
        var token = tokens[next++];
        if (double.TryParse(token, CultureInfo.InvariantCulture, out var number))
        {
            return new() { [""] = number };
        }

        switch (token)
        {
            case "increase" or "rate":
                Take("(");
                var (name, labels) = (tokens[next++], Matchers());
                Take("[");
                next++;
                Take("]");
                Take(")");
                return Select(name, labels).Where(series => first.Series.Contains(series.Key)).ToDictionary(
                    series => LabelsOf(series.Key), series => series.Value - first[series.Key]);
            case "sum":
                Take("by");
                Take("(");
                var by = tokens[next++];
                Take(")");
                Take("(");
                var all = Set();
                Take(")");
                return all.GroupBy(one => one.Key.Split(',').Single(label => label.StartsWith(by + "=", StringComparison.Ordinal)))
                    .ToDictionary(group => group.Key, group => group.Sum(one => one.Value));
            default:
                return Select(token, Matchers()).ToDictionary(series => LabelsOf(series.Key), series => series.Value);
        }
    }

    private List<(string Label, Regex Value)> Matchers()
    {
        var matchers = new List<(string, Regex)>();
        if (TryTake("{"))
        {
            do
            {
                var label = tokens[next++];
                var isExpression = tokens[next++] == "=~";
                var value = tokens[next++].Trim('"');
                matchers.Add((label, new Regex($"^(?:{(isExpression ? value : Regex.Escape(value))})$")));
            }
            while (TryTake(","));
            Take("}");
        }

        return matchers;
    }

    private IEnumerable<KeyValuePair<string, double>> Select(string name, List<(string Label, Regex Value)> matchers)
    {
        if (!last.HasMetric(name))
        {
            throw new FormatException($"There is no metric {name}.");
        }

        return last.Series
            .Where(series => series.Split('{')[0] == name && matchers.All(matcher => LabelsOf(series).Split(',').Any(label =>
                label.StartsWith(matcher.Label + "=", StringComparison.Ordinal) && matcher.Value.IsMatch(label[(matcher.Label.Length + 1)..].Trim('"')))))
            .Select(series => KeyValuePair.Create(series, last[series]));
    }

    private static string LabelsOf(string series) => series.IndexOf('{', StringComparison.Ordinal) is >= 0 and var begin ? series[(begin + 1)..^1] : "";

    private bool TryTake(string token)
    {
        var isThere = next < tokens.Length && tokens[next] == token;
        next += isThere ? 1 : 0;
        return isThere;
    }

    private void Take(string token)
    {
        if (!TryTake(token))
        {
            throw new FormatException($"'{token}' is missing after {string.Join(' ', tokens[..next])}.");
        }
    }

    [GeneratedRegex("""\d+[smhd]|\d+(\.\d+)?|[a-zA-Z_][a-zA-Z0-9_]*|"[^"]*"|==|=~|[=>*(){}\[\],]""")]
    private static partial Regex Token();
}
