using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Telemetry;

/// <summary>The text format of Prometheus, read strictly: what is no sample, no comment and no type fails the test.</summary>
internal sealed partial class PrometheusText
{
    private readonly Dictionary<string, double> samples = [];
    private readonly Dictionary<string, string> types = [];

    private PrometheusText()
    {
    }

    public IEnumerable<string> Series => samples.Keys;

    /// <summary>The value of a series: <c>name{a="b",c="d"}</c>, labels in the order of their names.</summary>
    public double this[string series] => samples.TryGetValue(series, out var value)
        ? value
        : throw new KeyNotFoundException($"There is no {series} among\n{string.Join('\n', samples.Keys)}");

    public bool HasMetric(string name) => types.ContainsKey(name);

    public string TypeOf(string name) => types[name];

    public static PrometheusText Parse(string text)
    {
        var read = new PrometheusText();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                read.types.Add(words[2], words[3]);
            }
            else if (!line.StartsWith('#'))
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, $"'{line}' is no sample.");
                var labels = Label().Matches(sample.Groups["labels"].Value).Select(label => label.Value).Order(StringComparer.Ordinal).ToList();
                read.samples.Add(
                    sample.Groups["name"].Value + (labels.Count == 0 ? "" : $"{{{string.Join(',', labels)}}}"),
                    double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
            }
        }

        return read;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*)\})? (?<value>[-+.eE0-9]+|NaN|\+Inf)( [0-9]+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Label();
}
