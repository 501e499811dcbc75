using System.Globalization;
using System.Text;

namespace ProcessProxy.Benchmarks;

/// <summary>The figures, and the one table of them: a row for each thing, a column for each supervisor, with its ratio to ours.</summary>
internal sealed class Results
{
    public const string Floor = "floor";
    public const string Ours = "ProcessProxy";
    private readonly List<string> rows = [];
    private readonly List<string> columns = [Floor, Ours];
    private readonly Dictionary<(string Row, string Column), double> figures = [];
    private readonly Dictionary<string, string> notes = [];

    public void Add(string row, string column, double? figure)
    {
        if (figure is not { } value)
        {
            return;
        }

        figures[(row, column)] = value;
        if (!rows.Contains(row))
        {
            rows.Add(row);
        }

        if (!columns.Contains(column))
        {
            columns.Add(column);
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {column}: {row}: {value:0.00}"));
    }

    /// <summary>Says of a supervisor why it has no figures.</summary>
    public void AddNote(string column, string note)
    {
        notes[column] = note;
        columns.Add(column);
    }

    public string ToTable()
    {
        var text = new StringBuilder();
        text.Append("| |").AppendJoin('|', columns.Select(column => $" {column} ")).Append("|\n|---|");
        text.AppendJoin('|', columns.Select(_ => "---:")).Append("|\n");
        foreach (var row in rows)
        {
            text.Append($"| {row} |").AppendJoin('|', columns.Select(column => $" {Cell(row, column)} ")).Append("|\n");
        }

        return text.ToString();
    }

    private string Cell(string row, string column)
    {
        if (!figures.TryGetValue((row, column), out var figure))
        {
            return notes.GetValueOrDefault(column, "–");
        }

        var shown = figure.ToString(figure < 1 ? "0.000" : figure < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
        return column == Ours || !figures.TryGetValue((row, Ours), out var ours) || ours <= 0
            ? shown
            : string.Create(CultureInfo.InvariantCulture, $"{shown} ({figure / ours:0.00} ×)");
    }
}
