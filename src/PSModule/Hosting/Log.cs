using Microsoft.Extensions.Logging;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>Log messages that hosting sends to the session.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The folder {Folder} of an earlier session could not be read: {Why}")]
    public static partial void NotLookedAt(ILogger logger, string folder, string why);
}
