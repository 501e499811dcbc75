using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The arguments of a call for a log.</summary>
/// <param name="Query">The lines to return.</param>
/// <param name="Follow">Whether new lines follow.</param>
internal sealed record LogArguments(LogQuery Query, bool Follow)
{
    /// <summary>Reads the query string.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>.</exception>
    public static LogArguments Parse(IQueryCollection query) =>
        new(new LogQuery(ReadLines(query), ReadStream(query)), ReadFollow(query));

    private static int ReadLines(IQueryCollection query) => Single(query, "lines") switch
    {
        null => LogQuery.DefaultLines,
        // The parser ignores NULs after a number.
        var text when !text.Contains('\0', StringComparison.Ordinal) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
            && lines is >= LogQuery.MinLines and <= LogQuery.MaxLines => lines,
        var text => throw Bad($"lines must be a whole number from {LogQuery.MinLines} to {LogQuery.MaxLines}, not {Quote(text)}."),
    };

    private static LogStream? ReadStream(IQueryCollection query) => Single(query, "stream") switch
    {
        null => null,
        "output" => LogStream.Output,
        "stdout" => LogStream.Stdout,
        "stderr" => LogStream.Stderr,
        var text => throw Bad($"stream must be output, stdout or stderr, not {Quote(text)}."),
    };

    private static bool ReadFollow(IQueryCollection query) => Single(query, "follow") switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw Bad($"follow must be true or false, not {Quote(text)}."),
    };

    private static string? Single(IQueryCollection query, string name) => query.TryGetValue(name, out StringValues values)
        ? values.Count == 1 ? values[0] ?? "" : throw Bad($"{name} is specified {values.Count} times.")
        : null;

    private static string Quote(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text.AsSpan(0, 40)}…'";

    private static ProcessProxyException Bad(string sentence) => new(ErrorCodes.BadArgument, sentence);
}
