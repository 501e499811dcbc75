using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Api;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    public static partial void CallFailed(ILogger logger, Exception fault, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A stream at {Path} ended early: {Reason}")]
    public static partial void StreamFailed(ILogger logger, string path, string reason);
}
