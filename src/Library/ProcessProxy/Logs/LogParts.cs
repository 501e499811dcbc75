using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>Opens the files of one log and knows their order. Used under the log's lock, so that no rotation comes between.</summary>
internal sealed class LogParts(string path, LogStream stream, int maxFiles)
{
    /// <summary>Opens every kept file, the newest first.</summary>
    /// <param name="latest">The latest record of a file that is being watched, null for others.</param>
    /// <param name="epoch">How often the current file has been emptied.</param>
    public IReadOnlyList<LogPart> OpenAll(Func<FileIdentity, IndexRecord?> latest, long epoch)
    {
        var parts = new List<LogPart>();
        for (var number = 0; number <= maxFiles; number++)
        {
            if (Open(number, latest, epoch) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    /// <summary>Opens the file that is written now; null when there is none.</summary>
    public LogPart? OpenCurrent(Func<FileIdentity, IndexRecord?> latest, long epoch) => Open(0, latest, epoch);

    /// <summary>Opens the file that was begun next after another; the oldest when that is the default; null when there is none.</summary>
    public LogPart? OpenNext(FileIdentity after, Func<FileIdentity, IndexRecord?> latest, long epoch)
    {
        var inFront = -1;
        var younger = -1;
        for (var number = 0; number <= maxFiles; number++)
        {
            if (RegularFile.Status(LogRotation.PathOf(path, number)) is not { } status)
            {
                continue;
            }

            if (status.Identity == after)
            {
                // Its place tells: what is in front of it came later.
                return inFront < 0 ? null : Open(inFront, latest, epoch);
            }

            inFront = number;
            younger = status.Identity.BornTicks > after.BornTicks ? number : younger;
        }

        // It is gone from the folder: age tells, and without ages the current file is all there can be.
        return Open(Math.Max(younger, 0), latest, epoch);
    }

    private LogPart? Open(int number, Func<FileIdentity, IndexRecord?> latest, long epoch)
    {
        var name = LogRotation.PathOf(path, number);
        if (RegularFile.OpenRead(name) is not { } file)
        {
            return null;
        }

        var status = RegularFile.Status(file);
        var last = latest(status.Identity) ?? new IndexRecord(status.Size, status.ModifiedTicks, IndexFlags.Unwatched);
        var born = status.Identity.BornTicks == 0 ? DateTime.UnixEpoch.Ticks : status.Identity.BornTicks;
        var first = new IndexRecord(0, born, IndexFlags.None);
        var part = new LogPart(file, status.Identity, stream, new IndexCursor(OpenIndex(name, status.Identity), first, last), epoch);
        part.Extend(last);
        return part;
    }

    private static SafeFileHandle? OpenIndex(string name, FileIdentity log)
    {
        SafeFileHandle? index = null;
        try
        {
            index = RegularFile.OpenRead(LogRotation.IndexOf(name));
            if (index is not null && IndexHeader.Matches(index, log))
            {
                return index;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without its index a log is still readable; only its times are less exact.
        }

        index?.Dispose();
        return null;
    }
}
