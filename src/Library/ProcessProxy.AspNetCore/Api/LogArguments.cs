using Microsoft.AspNetCore.Http;

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

    private static int ReadLines(IQueryCollection query) =>
        QueryArguments.Number(query, "lines", LogQuery.MinLines, LogQuery.MaxLines) ?? LogQuery.DefaultLines;

    private static LogStream? ReadStream(IQueryCollection query) => QueryArguments.Single(query, "stream") switch
    {
        null => null,
        "output" => LogStream.Output,
        "stdout" => LogStream.Stdout,
        "stderr" => LogStream.Stderr,
        var text => throw QueryArguments.Bad($"stream must be output, stdout or stderr, not {QueryArguments.Quote(text)}."),
    };

    private static bool ReadFollow(IQueryCollection query) => QueryArguments.Single(query, "follow") switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw QueryArguments.Bad($"follow must be true or false, not {QueryArguments.Quote(text)}."),
    };
}
