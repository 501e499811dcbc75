using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Log messages about static files.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The folder '{Folder}' of the route {Route} does not exist; requests for its files are answered with 404 until it does")]
    public static partial void NoFolder(ILogger logger, string folder, string route);

    [LoggerMessage(2, LogLevel.Warning, "{Path} of the route {Route} could not be read: {Reason}")]
    public static partial void NotReadable(ILogger logger, string path, string route, string reason);
}
