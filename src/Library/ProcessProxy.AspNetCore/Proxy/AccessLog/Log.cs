using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>Log messages about the access log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The access log cannot be written to {Sink}; requests are still answered: {Reason}")]
    public static partial void NotWritten(ILogger logger, string sink, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Count} lines of the access log were lost: {Sink} was not writable, or too slow")]
    public static partial void Lost(ILogger logger, long count, string sink);

    [LoggerMessage(3, LogLevel.Warning, "The last lines of the access log are not written: {Sink} takes too long")]
    public static partial void NotFinished(ILogger logger, string sink);
}
