using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>Log messages about certificates that authorities issue.</summary>
internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Information, "Requesting a certificate for {Domain} from {Authority} with {Challenge}")]
    public static partial void Requested(ILogger logger, string authority, string domain, string challenge);

    [LoggerMessage(31, LogLevel.Information, "{Authority} issued a certificate for {Domain}, valid until {End:u}; it is renewed from {Renewal:u} on")]
    public static partial void Issued(ILogger logger, string authority, string domain, DateTimeOffset end, DateTimeOffset renewal);

    [LoggerMessage(32, LogLevel.Error, "There is no certificate for {Domain} yet ({Cause}); the next attempt is at {Next:u}")]
    public static partial void IssueFailed(ILogger logger, string domain, string cause, DateTimeOffset next);

    [LoggerMessage(33, LogLevel.Warning, "The certificate for {Domain}, valid until {End:u}, could not be renewed ({Cause}); the next attempt is at {Next:u}")]
    public static partial void RenewalFailed(ILogger logger, string domain, DateTimeOffset end, string cause, DateTimeOffset next);

    [LoggerMessage(34, LogLevel.Warning, "{Domain} could not be validated ({Cause}); trying {Challenge}")]
    public static partial void OtherChallenge(ILogger logger, string domain, string cause, string challenge);

    [LoggerMessage(35, LogLevel.Error, "The certificate for {Domain} could not be stored and is kept in memory only: {Cause}")]
    public static partial void IssuedNotStored(ILogger logger, string domain, string cause);

    [LoggerMessage(36, LogLevel.Warning, "The stored certificate {Path} cannot be used, so a new one is requested: {Cause}")]
    public static partial void StoredDamaged(ILogger logger, string path, string cause);

    [LoggerMessage(38, LogLevel.Warning, "The stored account {Path} cannot be used, so a new one is registered: {Cause}")]
    public static partial void AccountDamaged(ILogger logger, string path, string cause);

    [LoggerMessage(39, LogLevel.Warning, "The account could not be stored and is kept in memory only: {Cause}")]
    public static partial void AccountNotStored(ILogger logger, string cause);
}
