namespace ProcessProxy.Server.Printing;

/// <summary>Text in columns, each as wide as its widest cell.</summary>
internal static class Table
{
    private const string Gap = "  ";

    /// <summary>Writes rows; the first is the heading.</summary>
    public static void Write(TextWriter output, IEnumerable<string[]> cells)
    {
        var rows = cells.Select(row => Array.ConvertAll(row, VisibleText.Line)).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>Returns a duration in its two largest units: <c>3d 4h</c>, <c>12s</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalDays: >= 1 } => $"{(int)duration.TotalDays}d {duration.Hours}h",
        { TotalHours: >= 1 } => $"{duration.Hours}h {duration.Minutes}m",
        { TotalMinutes: >= 1 } => $"{duration.Minutes}m {duration.Seconds}s",
        _ => $"{duration.Seconds}s",
    };

    /// <summary>Returns the state of a process, with what is special about it: <c>backoff (crash-looping)</c>, <c>running (outdated)</c>, <c>stopped (asleep)</c>.</summary>
    public static string State(ProcessInfo process)
    {
        var marks = string.Join(", ", Marks(process));
        return marks.Length == 0 ? Word(process.State) : $"{Word(process.State)} ({marks})";
    }

    /// <summary>Returns the reason for the state, and why the last replacement has failed.</summary>
    public static string Reason(ProcessInfo process) =>
        process.ReplacementFailure is { } failure ? $"{process.Reason}; the last replacement failed: the new program {failure.Reason}" : process.Reason;

    private static IEnumerable<string> Marks(ProcessInfo process)
    {
        if (process.CrashLooping)
        {
            yield return "crash-looping";
        }

        if (process.Outdated)
        {
            yield return "outdated";
        }

        if (process.Asleep)
        {
            yield return "asleep";
        }
    }

    /// <summary>Returns a count with its noun: <c>1 process</c>, <c>3 processes</c>.</summary>
    public static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";

    /// <summary>Returns an enum value in the form of the API.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
