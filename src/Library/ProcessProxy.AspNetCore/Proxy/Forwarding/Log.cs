using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Log messages about forwarding.</summary>
internal static partial class Log
{
    // The destination has no query: a query may contain secrets and would make every line different.
    [LoggerMessage(1, LogLevel.Warning, "{Method} {Destination} failed ({Error}): {Cause}")]
    public static partial void ForwardingFailed(ILogger logger, string method, string? destination, ForwarderError error, string? cause);
}
