using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Management.Listening;

/// <summary>Log messages about the listeners of the management API.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Port {Port}, the default of the management API, is in use by {Owner}. The management API listens on port {Chosen} instead; set management.port to choose a port.")]
    public static partial void PortElsewhere(ILogger logger, int port, string owner, int chosen);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why} The management socket is {Path} instead.")]
    public static partial void SocketElsewhere(ILogger logger, string why, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why} The management API listens only on its port. Set management.socket to another path.")]
    public static partial void NoSocket(ILogger logger, string why);
}
