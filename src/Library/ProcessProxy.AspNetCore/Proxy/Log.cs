using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>Log messages of the proxy.</summary>
internal static partial class Log
{
    [LoggerMessage(3, LogLevel.Warning, "The route {Domain}{Path} has 'ssl: true', but there is no HTTPS listener; clients are redirected to port 443 of the same host")]
    public static partial void NoHttpsListener(ILogger logger, string domain, string path);

    [LoggerMessage(4, LogLevel.Information, "Routes in force: {Count}")]
    public static partial void RoutesApplied(ILogger logger, int count);
}
