using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Log messages about routes and paths.</summary>
internal static partial class Log
{
    [LoggerMessage(2, LogLevel.Error, "The rewrite expression '{Pattern}' of the route {Domain}{Path} takes too long; requests it cannot decide are answered with 500")]
    public static partial void RewriteTimedOut(ILogger logger, string domain, string path, string pattern);
}
