using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>What the proxy has to say.</summary>
internal static partial class Log
{
    // The destination comes without its query, which may hold secrets and makes every line another.
    [LoggerMessage(1, LogLevel.Warning, "{Method} {Destination} failed ({Error}): {Cause}")]
    public static partial void ForwardingFailed(ILogger logger, string method, string? destination, ForwarderError error, string? cause);

    [LoggerMessage(2, LogLevel.Error, "The rewrite expression '{Pattern}' of the route {Domain}{Path} takes too long; requests it cannot decide are answered with 500")]
    public static partial void RewriteTimedOut(ILogger logger, string domain, string path, string pattern);

    [LoggerMessage(3, LogLevel.Warning, "The route {Domain}{Path} says 'ssl: true' but there is no HTTPS listener: clients are sent to port 443 of the same host")]
    public static partial void NoHttpsListener(ILogger logger, string domain, string path);

    [LoggerMessage(4, LogLevel.Information, "Routes in force: {Count}")]
    public static partial void RoutesApplied(ILogger logger, int count);
}
