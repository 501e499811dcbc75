using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux.Inotify;

namespace ProcessProxy.Platform;

/// <summary>Chooses how file changes are learnt on this system.</summary>
public static class FileChangeSource
{
    /// <summary>Makes the best source there is: inotify on Linux, else, or when inotify refuses, looking four times a second.</summary>
    public static IFileChangeSource Create(TimeProvider time, ILogger logger)
    {
        var polling = new PollingFileChangeSource(time, logger);
        if (!OperatingSystem.IsLinux())
        {
            return polling;
        }

        if (InotifyFileChangeSource.TryCreate(polling, logger) is { } inotify)
        {
            return inotify;
        }

        return polling;
    }
}
