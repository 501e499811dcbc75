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
/// <param name="Timestamp">The time the line was written, in UTC, to within a few milliseconds; for a line written while no server was watching, the latest possible time.</param>
/// <param name="Stream">The output that the line came from.</param>
/// <param name="Line">The line without its end. Invalid UTF-8 appears as U+FFFD; the file contains the original bytes.</param>
public sealed record LogLine(DateTimeOffset Timestamp, LogStream Stream, string Line)
{
    /// <summary>Gets the earliest possible time of a line that was written while no server was running; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// Gets where the log continues after this line, for <see cref="LogQuery.After"/>, valid even after rotation and restarts of
    /// program and server. Null in a <see cref="LogPage"/>. Over HTTP it is the ID of the event.
    /// </summary>
    [JsonIgnore]
    public string? Place { get; init; }

    /// <summary>Gets whether lines before this one, and after <see cref="LogQuery.After"/> or the last line read, are no longer available.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AfterGap { get; init; }

    /// <summary>
    /// Gets the minimum total number of bytes before this line that are lost because somebody emptied the log. This happens when a program opens
    /// <c>/dev/stderr</c> by name. 0 if nobody did.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LostBytes { get; init; }

    /// <summary>Gets the number of the instance that wrote the line; null for a process with one instance.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Instance { get; init; }

    /// <summary>Returns the line.</summary>
    public override string ToString() => Line;
}

/// <summary>The last lines of the log of a process.</summary>
/// <param name="ProcessId">The ID of the process.</param>
/// <param name="LogFile">The absolute path of the log.</param>
/// <param name="TotalLines">The number of kept lines, in all files of the log.</param>
/// <param name="Logs">The requested lines, oldest first.</param>
public sealed record LogPage(string ProcessId, string LogFile, long TotalLines, IReadOnlyList<LogLine> Logs)
{
    /// <summary>Returns the number of lines and the process.</summary>
    public override string ToString() => $"{Logs.Count} lines of {ProcessId}";
}

/// <summary>A request for lines of a log.</summary>
/// <param name="Lines">The number of last lines: <see cref="MinLines"/> to <see cref="MaxLines"/>. Default 100.</param>
/// <param name="Stream">The stream to read; null for all.</param>
public sealed record LogQuery(int Lines = LogQuery.DefaultLines, LogStream? Stream = null)
{
    /// <value>100.</value>
    public const int DefaultLines = 100;

    /// <value>1.</value>
    public const int MinLines = 1;

    /// <value>10,000.</value>
    public const int MaxLines = 10_000;

    /// <summary>
    /// Gets the <see cref="LogLine.Place"/> of the line after which following begins, whatever <see cref="Lines"/> is; null to begin
    /// with the last lines. If that place no longer exists, following begins with the oldest later line, which reports the gap.
    /// </summary>
    public string? After { get; init; }

    /// <summary>Throws if <see cref="Lines"/> is out of range.</summary>
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
