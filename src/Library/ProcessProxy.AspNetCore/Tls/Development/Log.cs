using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tls.Development;

/// <summary>Log messages about development certificates.</summary>
internal static partial class Log
{
    [LoggerMessage(20, LogLevel.Information, "Created a self-signed certificate for development: {Path}")]
    public static partial void Created(ILogger logger, string path);

    [LoggerMessage(42, LogLevel.Information, "The self-signed certificate for development is {Path}")]
    public static partial void Kept(ILogger logger, string path);

    [LoggerMessage(21, LogLevel.Warning, "The development certificate {Path} cannot be used, so it is replaced: {Cause}")]
    public static partial void Damaged(ILogger logger, string path, string cause);

    [LoggerMessage(22, LogLevel.Warning, "The development certificate {Path} could not be stored and is kept in memory only: {Cause}")]
    public static partial void NotStored(ILogger logger, string path, string cause);
}
