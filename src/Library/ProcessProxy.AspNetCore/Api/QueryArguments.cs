using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>Reads the arguments of a call from its query string.</summary>
internal static class QueryArguments
{
    private const int MostQuoted = 40;

    /// <summary>Returns a number, or null if it is missing.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>.</exception>
    public static int? Number(IQueryCollection query, string name, int least, int most) => Single(query, name) switch
    {
        null => null,
        // The parser ignores NULs after a number.
        var text when !text.Contains('\0', StringComparison.Ordinal) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most => number,
        var text => throw Bad($"{name} must be a whole number from {least} to {most}, not {Quote(text)}."),
    };

    /// <summary>Returns the value of an argument, or null if it is missing.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>: it is specified more than once.</exception>
    public static string? Single(IQueryCollection query, string name) => query.TryGetValue(name, out StringValues values)
        ? values.Count == 1 ? values[0] ?? "" : throw Bad($"{name} is specified {values.Count} times.")
        : null;

    /// <summary>Returns a value in quotes, shortened.</summary>
    public static string Quote(string text) => text.Length <= MostQuoted ? $"'{text}'" : $"'{text.AsSpan(0, MostQuoted)}…'";

    /// <summary>Returns the error for a wrong argument.</summary>
    public static ProcessProxyException Bad(string sentence) => new(ErrorCodes.BadArgument, sentence);
}
