using System.Text.RegularExpressions;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds the line that says what went wrong among the last ones a program wrote.</summary>
internal static partial class ErrorLine
{
    private const int Longest = 200;

    /// <summary>The line: the last that speaks of an error and is no detail of the one before; null when none does.</summary>
    public static string? Find(IReadOnlyList<string> lines) => Last(lines, line => line.Length > 0 && !char.IsWhiteSpace(line[0]) && Error().IsMatch(line));

    /// <summary>The line as <see cref="Find"/> has it, else the last that says anything; null when there is none.</summary>
    public static string? FindOrLast(IReadOnlyList<string> lines) => Find(lines) ?? Last(lines, line => !string.IsNullOrWhiteSpace(line));

    /// <summary>The line that says that a port or an address is taken; null when none does.</summary>
    public static string? FindTaken(IReadOnlyList<string> lines) => Last(lines, line => Taken().IsMatch(line));

    /// <summary>The beginning of a text on one line, without what colours it.</summary>
    public static string Shorten(string text)
    {
        var plain = Unprintable().Replace(Colour().Replace(text, ""), " ").Trim();
        return plain.Length > Longest ? plain[..Longest] + "…" : plain;
    }

    private static string? Last(IReadOnlyList<string> lines, Func<string, bool> isMeant) => lines.LastOrDefault(isMeant) is { } line ? Shorten(line) : null;

    [GeneratedRegex(@"error|exception|fatal|panic|traceback|fail(ed|ure)|cannot|could not|can't|unable|denied|refused|not found|no such|invalid|missing|abort", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    [GeneratedRegex(@"EADDRINUSE|address (is )?(already )?in use|only one usage of each socket address|\bport \S*\s?(is )?(already )?(in use|taken|occupied|allocated)|(fail\w*|cannot|could not|unable) (to )?(bind|listen)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Taken();

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colour();

    [GeneratedRegex(@"[\p{Cc}]+")]
    private static partial Regex Unprintable();
}
