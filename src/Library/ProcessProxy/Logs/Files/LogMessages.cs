using Microsoft.Extensions.Logging;

namespace ProcessProxy.Logs.Files;

/// <summary>Log messages about the logs of programs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The log '{File}' could not be prepared for a new run: {Reason}")]
    public static partial void NotPrepared(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The line times of '{File}' are not recorded: {Reason}")]
    public static partial void NotIndexed(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' is too large and could not be rotated; the program keeps writing, and the server tries again every 10 s: {Reason}")]
    public static partial void NotRotated(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' is too large, and its file system cannot shorten a file that is being written, so it is rotated at the next start of its program")]
    public static partial void NotRotatable(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "An interrupted rotation of the log '{File}' could not be completed; until it is, lines may appear twice: {Reason}")]
    public static partial void NotRecovered(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' was deleted. Until the next start of its program, only current followers see what it writes")]
    public static partial void Gone(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' was emptied{Times}, and not by this server: at least {Bytes} bytes{Written} are lost. This happens when a program opens its "
        + "output by name (> /dev/stderr, tee /dev/stderr, open('/dev/stdout', 'w')): use >&2, tee -a, or append")]
    public static partial void Emptied(ILogger logger, string file, string times, long bytes, string written);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The output of {Process} stays in its pipe, and the program may have to wait; the server tries again every second: {Reason}")]
    public static partial void OutputWaits(ILogger logger, string process, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last output of an earlier run of {Process} is lost because it could not be written to the log: {Reason}")]
    public static partial void OutputLost(ILogger logger, string process, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The output of {Process} cannot be read, and the program may have to wait: {Reason}")]
    public static partial void OutputNotDrained(ILogger logger, string process, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{File}' is not used, and nothing was removed from the log: {Reason}")]
    public static partial void JournalUnusable(ILogger logger, string file, string reason);
}
