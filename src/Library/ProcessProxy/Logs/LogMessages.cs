using Microsoft.Extensions.Logging;

namespace ProcessProxy.Logs;

/// <summary>What there is to say about logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The log '{File}' could not be prepared for a new run: {Reason}")]
    public static partial void NotPrepared(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The times of the lines of '{File}' are not kept: {Reason}")]
    public static partial void NotIndexed(ILogger logger, string file, string reason);
}
