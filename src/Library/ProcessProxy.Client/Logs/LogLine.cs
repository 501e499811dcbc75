using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The output stream of a log line.</summary>
public enum LogStream
{
    /// <summary>Standard output and standard error together, in exact order (<c>output: merged</c>).</summary>
    Output,

    /// <summary>Standard output (<c>output: separate</c>).</summary>
    Stdout,

    /// <summary>Standard error (<c>output: separate</c>).</summary>
    Stderr,
}

/// <summary>One line of a process's output.</summary>
/// <param name="Timestamp">When the line was written, in UTC, to within a few milliseconds; for a line written while no server was watching, the latest it can have been.</param>
/// <param name="Stream">Which output it came from.</param>
/// <param name="Line">The line without its end. Bytes that are no UTF-8 show as U+FFFD; the file has them as they were written.</param>
public sealed record LogLine(DateTimeOffset Timestamp, LogStream Stream, string Line)
{
    /// <summary>Gets the earliest possible time of a line that was written while no server was running; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// Where the log goes on after this line, for <see cref="LogQuery.After"/>: it is found again after rotation and restarts of
    /// program and server. Null in a <see cref="LogPage"/>. Over HTTP it is the id of the event.
    /// </summary>
    [JsonIgnore]
    public string? Place { get; init; }

    /// <summary>Gets whether lines before this one, and after <see cref="LogQuery.After"/> or the last line read, are no longer available.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AfterGap { get; init; }

    /// <summary>
    /// How many bytes that were written before this line are lost, in all and at least, because somebody emptied the log. This happens when a program opens
    /// <c>/dev/stderr</c> by name. 0 when nobody did.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LostBytes { get; init; }

    /// <summary>The line itself.</summary>
    public override string ToString() => Line;
}

/// <summary>The last lines of the log of a process.</summary>
/// <param name="ProcessId">The id of the process.</param>
/// <param name="LogFile">The absolute path of the log.</param>
/// <param name="TotalLines">How many lines are kept, in all of the log's files.</param>
/// <param name="Logs">The lines asked for, oldest first.</param>
public sealed record LogPage(string ProcessId, string LogFile, long TotalLines, IReadOnlyList<LogLine> Logs)
{
    /// <summary>Returns the number of lines and the process.</summary>
    public override string ToString() => $"{Logs.Count} lines of {ProcessId}";
}

/// <summary>A request for lines of a log.</summary>
/// <param name="Lines">How many of the last lines: <see cref="MinLines"/> to <see cref="MaxLines"/>. Default 100.</param>
/// <param name="Stream">Only this stream; null for all.</param>
public sealed record LogQuery(int Lines = LogQuery.DefaultLines, LogStream? Stream = null)
{
    /// <value>100.</value>
    public const int DefaultLines = 100;

    /// <value>1.</value>
    public const int MinLines = 1;

    /// <value>10,000.</value>
    public const int MaxLines = 10_000;

    /// <summary>
    /// Following begins just after the line with this <see cref="LogLine.Place"/>, whatever <see cref="Lines"/> says; null begins
    /// with the last lines. When that place is no longer there it begins with the oldest line that came later, which says so.
    /// </summary>
    public string? After { get; init; }

    /// <summary>Throws when <see cref="Lines"/> is out of range.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>.</exception>
    internal void Validate()
    {
        if (Lines is < MinLines or > MaxLines)
        {
            throw new ProcessProxyException(ErrorCodes.BadArgument, $"lines must be a whole number from {MinLines} to {MaxLines}, not {Lines}.");
        }
    }

    /// <summary>Returns the request as text.</summary>
    public override string ToString() => $"the last {Lines} lines{(Stream is null ? "" : $" of {Stream.Value.ToString().ToLowerInvariant()}")}";
}
