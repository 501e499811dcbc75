using System.Text.RegularExpressions;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds the line that reports the error among the last lines of a program.</summary>
internal static partial class ErrorLine
{
    private const int Longest = 200;

    /// <summary>Returns the last line that mentions an error and is not a detail of the line before, or null.</summary>
    public static string? Find(IReadOnlyList<string> lines) => Last(lines, line => line.Length > 0 && !char.IsWhiteSpace(line[0]) && Error().IsMatch(line));

    /// <summary>Returns the line that <see cref="Find"/> returns, otherwise the last line that is not empty, or null.</summary>
    public static string? FindOrLast(IReadOnlyList<string> lines) => Find(lines) ?? Last(lines, line => !string.IsNullOrWhiteSpace(line));

    /// <summary>Returns the line that says that a port or an address is taken, or null.</summary>
    public static string? FindTaken(IReadOnlyList<string> lines) => Last(lines, line => Taken().IsMatch(line));

    /// <summary>Returns the beginning of a text on one line, without color codes.</summary>
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
