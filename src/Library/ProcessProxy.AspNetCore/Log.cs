using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore;

/// <summary>What the server as a whole tells its own log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "host, port, httpsPort, management or accessLog changed in the configuration: that takes effect when the server is started again")]
    public static partial void AddressesKept(ILogger logger);
}
