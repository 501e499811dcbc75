using Microsoft.Extensions.Logging;

namespace ProcessProxy.Platform;

/// <summary>Log messages of the platform.</summary>
internal static partial class PlatformLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message =
        "inotify is not available ({Reason}); logs are checked four times a second instead, so line times are less exact. fs.inotify.max_user_instances may be too low.")]
    public static partial void InotifyUnavailable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "No inotify watch is left for '{Folder}'; its logs are checked four times a second instead, so line times are less exact. fs.inotify.max_user_watches is too low.")]
    public static partial void InotifyExhausted(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Process {Pid} is not adopted as the run {Run} and is left alone: {Why}")]
    public static partial void NotARunOfOurs(ILogger logger, int pid, string run, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Another program has locked the log '{File}' for reading; the program is started anyway, but cannot be found again by its log alone")]
    public static partial void LogLockedByReader(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Control groups are not used: {Why}")]
    public static partial void ControlGroupsUnavailable(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The control group {Group} could not be created: {Why}")]
    public static partial void ControlGroupRefused(ILogger logger, string group, string why);
}
