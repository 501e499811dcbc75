using Microsoft.Extensions.Logging;

namespace ProcessProxy.Platform;

/// <summary>What the platform has to say about watching files.</summary>
internal static partial class PlatformLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message =
        "File changes cannot be learnt from inotify ({Reason}); logs are looked at four times a second instead, so line times are less exact. fs.inotify.max_user_instances may be too low.")]
    public static partial void InotifyUnavailable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "No inotify watch is left for '{Folder}'; its logs are looked at four times a second instead, so line times are less exact. fs.inotify.max_user_watches is too low.")]
    public static partial void InotifyExhausted(ILogger logger, string folder);
}
