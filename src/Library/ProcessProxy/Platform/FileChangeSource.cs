using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform;

/// <summary>Chooses how changes of files are detected on this system.</summary>
internal static class FileChangeSource
{
    /// <summary>Creates the best available source: inotify on Linux; otherwise, or if inotify refuses, a check four times a second.</summary>
    public static IFileChangeSource Create(TimeProvider time, ILogger logger) =>
        CurrentPlatform.Files.ChangeSource(new PollingFileChangeSource(time, logger), logger);
}
