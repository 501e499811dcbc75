using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform;

/// <summary>Chooses how file changes are learnt on this system.</summary>
internal static class FileChangeSource
{
    /// <summary>Makes the best source there is: inotify on Linux, else, or when inotify refuses, looking four times a second.</summary>
    public static IFileChangeSource Create(TimeProvider time, ILogger logger) =>
        CurrentPlatform.Files.ChangeSource(new PollingFileChangeSource(time, logger), logger);
}
