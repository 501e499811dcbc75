using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>Log messages about certificates.</summary>
internal static partial class Log
{
    [LoggerMessage(37, LogLevel.Warning, "Connections for {Domain} are refused: its certificate has not been issued yet")]
    public static partial void NotIssuedYet(ILogger logger, string domain);

    [LoggerMessage(40, LogLevel.Warning, "{Domain} cannot get a certificate by ACME, which supports single domain names only. Configure one in 'tls.certificates'")]
    public static partial void NotForAcme(ILogger logger, string domain);
}
