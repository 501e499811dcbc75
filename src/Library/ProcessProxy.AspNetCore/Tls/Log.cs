using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>What there is to say about certificates.</summary>
internal static partial class Log
{
    [LoggerMessage(20, LogLevel.Information, "Created a self-signed certificate for development: {Path}")]
    public static partial void Created(ILogger logger, string path);

    [LoggerMessage(42, LogLevel.Information, "The self-signed certificate for development is {Path}")]
    public static partial void Kept(ILogger logger, string path);

    [LoggerMessage(21, LogLevel.Warning, "The development certificate {Path} cannot be used and is replaced: {Cause}")]
    public static partial void Damaged(ILogger logger, string path, string cause);

    [LoggerMessage(22, LogLevel.Warning, "The development certificate {Path} could not be stored and is kept in memory only: {Cause}")]
    public static partial void NotStored(ILogger logger, string path, string cause);

    [LoggerMessage(23, LogLevel.Information, "The certificate {Files} was read again and is in force, valid until {End:u}")]
    public static partial void Reloaded(ILogger logger, string files, DateTimeOffset end);

    [LoggerMessage(24, LogLevel.Error, "The certificate {Files} cannot be used: {Cause}. The one before stays in force, valid until {End:u}")]
    public static partial void FileKept(ILogger logger, string files, string cause, DateTimeOffset end);

    [LoggerMessage(25, LogLevel.Error, "The certificate {Files} cannot be used: {Cause}. It is taken into use when the files are mended")]
    public static partial void FileUnusable(ILogger logger, string files, string cause);

    [LoggerMessage(26, LogLevel.Warning, "The certificate {Files} does not cover {Domain}, for which it is configured")]
    public static partial void NotCovered(ILogger logger, string files, string domain);

    [LoggerMessage(27, LogLevel.Warning, "The certificate {Files} is not valid before {Begin:u}")]
    public static partial void NotYetValid(ILogger logger, string files, DateTimeOffset begin);

    [LoggerMessage(28, LogLevel.Warning, "The certificate {Files} expires at {End:u}")]
    public static partial void NearItsEnd(ILogger logger, string files, DateTimeOffset end);

    [LoggerMessage(29, LogLevel.Error, "The certificate {Files} has expired at {End:u}; it is shown until there is a better one")]
    public static partial void Expired(ILogger logger, string files, DateTimeOffset end);

    [LoggerMessage(30, LogLevel.Information, "Asking {Authority} for a certificate for {Domain}, by {Challenge}")]
    public static partial void Requested(ILogger logger, string authority, string domain, string challenge);

    [LoggerMessage(31, LogLevel.Information, "{Authority} issued a certificate for {Domain}, valid until {End:u}; it is renewed from {Renewal:u} on")]
    public static partial void Issued(ILogger logger, string authority, string domain, DateTimeOffset end, DateTimeOffset renewal);

    [LoggerMessage(32, LogLevel.Error, "There is no certificate for {Domain} yet ({Cause}); the next attempt is at {Next:u}")]
    public static partial void IssueFailed(ILogger logger, string domain, string cause, DateTimeOffset next);

    [LoggerMessage(33, LogLevel.Warning, "The certificate for {Domain}, valid until {End:u}, could not be renewed ({Cause}); the next attempt is at {Next:u}")]
    public static partial void RenewalFailed(ILogger logger, string domain, DateTimeOffset end, string cause, DateTimeOffset next);

    [LoggerMessage(34, LogLevel.Warning, "{Domain} could not be proved ours ({Cause}); trying {Challenge}")]
    public static partial void OtherChallenge(ILogger logger, string domain, string cause, string challenge);

    [LoggerMessage(35, LogLevel.Error, "The certificate for {Domain} could not be stored and is kept in memory only: {Cause}")]
    public static partial void IssuedNotStored(ILogger logger, string domain, string cause);

    [LoggerMessage(36, LogLevel.Warning, "The stored certificate {Path} cannot be used and another one is asked for: {Cause}")]
    public static partial void StoredDamaged(ILogger logger, string path, string cause);

    [LoggerMessage(37, LogLevel.Warning, "Connections for {Domain} are refused: its certificate has not been issued yet")]
    public static partial void NotIssuedYet(ILogger logger, string domain);

    [LoggerMessage(38, LogLevel.Warning, "The stored account {Path} cannot be used and another one is registered: {Cause}")]
    public static partial void AccountDamaged(ILogger logger, string path, string cause);

    [LoggerMessage(39, LogLevel.Warning, "The account could not be stored and is kept in memory only: {Cause}")]
    public static partial void AccountNotStored(ILogger logger, string cause);

    [LoggerMessage(40, LogLevel.Warning, "{Domain} gets no certificate by ACME: authorities check single domain names only. Give it one in 'tls.certificates'")]
    public static partial void NotForAcme(ILogger logger, string domain);
}
