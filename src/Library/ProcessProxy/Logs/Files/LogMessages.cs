using Microsoft.Extensions.Logging;

namespace ProcessProxy.Logs.Files;

/// <summary>What there is to say about logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The log '{File}' could not be prepared for a new run: {Reason}")]
    public static partial void NotPrepared(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The times of the lines of '{File}' are not kept: {Reason}")]
    public static partial void NotIndexed(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' is too large and could not be rotated; the program goes on writing, and the server tries again every 10 s: {Reason}")]
    public static partial void NotRotated(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' is too large, and its file system cannot cut a file that is being written: it is rotated at the next start of its program")]
    public static partial void NotRotatable(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "A rotation of the log '{File}' that was interrupted could not be finished; lines may show twice until it is: {Reason}")]
    public static partial void NotRecovered(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' was deleted. Until the next start of its program, only current followers see what it writes")]
    public static partial void Gone(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The log '{File}' was emptied{Times}, and not by this server: at least {Bytes} bytes{Written} are lost. This happens when a program opens its "
        + "output by name (> /dev/stderr, tee /dev/stderr, open('/dev/stdout', 'w')): use >&2, tee -a, or append")]
    public static partial void Emptied(ILogger logger, string file, string times, long bytes, string written);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The output of {Process} stays in its pipe, and it may have to wait; this is tried again each second: {Reason}")]
    public static partial void OutputWaits(ILogger logger, string process, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last output of an earlier run of {Process} is lost, since it could not be written to the log: {Reason}")]
    public static partial void OutputLost(ILogger logger, string process, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The output of {Process} cannot be read, and it may have to wait: {Reason}")]
    public static partial void OutputNotDrained(ILogger logger, string process, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{File}' is not used and nothing was cut: {Reason}")]
    public static partial void JournalUnusable(ILogger logger, string file, string reason);
}
