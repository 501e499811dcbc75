using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>What there is to say about forwarding.</summary>
internal static partial class Log
{
    // The destination comes without its query, which may hold secrets and makes every line another.
    [LoggerMessage(1, LogLevel.Warning, "{Method} {Destination} failed ({Error}): {Cause}")]
    public static partial void ForwardingFailed(ILogger logger, string method, string? destination, ForwarderError error, string? cause);
}
