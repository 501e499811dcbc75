using System.Globalization;
using System.Text;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>Figures by row and contestant, a sample for each round.</summary>
internal sealed class ProxyResults(IReadOnlyList<string> columns)
{
    /// <summary>Whom the others are compared with: bare Yarp, or without it the first.</summary>
    public string Base { get; } = columns.Contains("yarp") ? "yarp" : columns[0];

    private readonly List<string> rows = [];
    private readonly Dictionary<(string Row, string Column), Dictionary<int, double>> samples = [];

    public void Add(string row, string column, int round, double figure)
    {
        if (!rows.Contains(row))
        {
            rows.Add(row);
        }

        if (!samples.TryGetValue((row, column), out var rounds))
        {
            samples[(row, column)] = rounds = [];
        }

        rounds[round] = figure;
    }

    /// <summary>A table of medians.</summary>
    public string ToTable() => Table(columns, row => columns.Select(column => Show(Median(Of(row, column).Values))));

    /// <summary>A table of ratios to <see cref="Base"/>, each the median of the ratios within one round.</summary>
    public string ToRatios()
    {
        string[] others = [.. columns.Where(column => column != Base)];
        return Table(others, row => others.Select(column => Show(Median(RatiosOf(row, column)))));
    }

    private IEnumerable<double> RatiosOf(string row, string column)
    {
        var reference = Of(row, Base);
        return Of(row, column).Where(sample => reference.ContainsKey(sample.Key)).Select(sample => sample.Value / reference[sample.Key]);
    }

    private Dictionary<int, double> Of(string row, string column) => samples.GetValueOrDefault((row, column)) ?? [];

    private string Table(IEnumerable<string> heads, Func<string, IEnumerable<string>> cells)
    {
        var text = new StringBuilder();
        text.Append("| |").AppendJoin('|', heads.Select(head => $" {head} ")).Append("|\n|---|");
        text.AppendJoin('|', heads.Select(_ => "---:")).Append("|\n");
        foreach (var row in rows)
        {
            text.Append($"| {row} |").AppendJoin('|', cells(row).Select(cell => $" {cell} ")).Append("|\n");
        }

        return text.ToString();
    }

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length switch
        {
            0 => null,
            var odd when odd % 2 == 1 => sorted[odd / 2],
            var even => (sorted[even / 2 - 1] + sorted[even / 2]) / 2,
        };
    }

    private static string Show(double? figure) => figure switch
    {
        null => "–",
        < 10 => figure.Value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => figure.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => figure.Value.ToString("0", CultureInfo.InvariantCulture),
    };
}
