using ProcessProxy.Configuration;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// Gives the log of a program that takes over the name of the one before, whose log becomes the newest archive. Both programs are running and go on writing: they hold
/// the files, not the names.
/// </summary>
internal static class LogTakeOver
{
    /// <summary>Returns the log of a program that goes on writing into the newest archive of a log. It is not rotated: it is part of another one.</summary>
    public static LogSpec ArchiveOf(LogSpec log) => log with
    {
        File = LogRotation.PathOf(log.File, 1), ErrorPath = LogRotation.PathOf(log.ErrorFile, 1), MaxSize = long.MaxValue,
    };

    /// <summary>
    /// Creates the log of a program that has written nothing yet, so that it can be renamed: otherwise the program before would keep the name.
    /// </summary>
    /// <exception cref="IOException">It could not be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static void Prepare(LogSpec next)
    {
        if (next.Keep)
        {
            RegularFile.OpenOwn(next.File).Dispose();
            if (next.Output == OutputMode.Separate)
            {
                RegularFile.OpenOwn(next.ErrorFile).Dispose();
            }
        }
    }

    /// <summary>Renames the files, and the pipe. What an earlier server has begun is finished.</summary>
    /// <param name="serving">The log whose name is taken.</param>
    /// <param name="next">The log that takes it.</param>
    /// <exception cref="IOException">A file could not be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Rename(LogSpec serving, LogSpec next)
    {
        Rename(serving.File, next.File, serving.MaxFiles);
        Rename(serving.ErrorFile, next.ErrorFile, serving.MaxFiles);
        if (serving.PipeFile is { } pipe && next.PipeFile is { } beside && Path.Exists(beside))
        {
            // The pipe of the old program loses its name; whoever has it open keeps it.
            File.Move(beside, pipe, overwrite: true);
            FailPoint.Pass("pipe-renamed");
        }
    }

    private static void Rename(string serving, string next, int maxFiles)
    {
        if (RegularFile.StatusOfName(next) is null)
        {
            return;
        }

        if (RegularFile.StatusOfName(serving) is not null)
        {
            LogRotation.MakeRoom(serving, maxFiles);
            LogRotation.Move(serving, LogRotation.PathOf(serving, 1));
            FailPoint.Pass("log-archived");
        }

        LogRotation.Move(next, serving);
        FailPoint.Pass("log-renamed");
        LogRotation.RemoveSurplus(serving, maxFiles);
    }
}
