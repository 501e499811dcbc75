using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tls.Files;

/// <summary>Log messages about certificates in files.</summary>
internal static partial class Log
{
    [LoggerMessage(23, LogLevel.Information, "The certificate {Files} was reloaded and is in use, valid until {End:u}")]
    public static partial void Reloaded(ILogger logger, string files, DateTimeOffset end);

    [LoggerMessage(24, LogLevel.Error, "The certificate {Files} cannot be used, so the previous one stays in use, valid until {End:u}: {Cause}")]
    public static partial void FileKept(ILogger logger, string files, string cause, DateTimeOffset end);

    [LoggerMessage(25, LogLevel.Error, "The certificate {Files} cannot be used until its files are fixed: {Cause}")]
    public static partial void FileUnusable(ILogger logger, string files, string cause);

    [LoggerMessage(26, LogLevel.Warning, "The certificate {Files} does not cover {Domain}, for which it is configured")]
    public static partial void NotCovered(ILogger logger, string files, string domain);

    [LoggerMessage(27, LogLevel.Warning, "The certificate {Files} is not valid before {Begin:u}")]
    public static partial void NotYetValid(ILogger logger, string files, DateTimeOffset begin);

    [LoggerMessage(28, LogLevel.Warning, "The certificate {Files} expires at {End:u}")]
    public static partial void NearItsEnd(ILogger logger, string files, DateTimeOffset end);

    [LoggerMessage(29, LogLevel.Error, "The certificate {Files} expired at {End:u}; it is used until it is replaced")]
    public static partial void Expired(ILogger logger, string files, DateTimeOffset end);
}
