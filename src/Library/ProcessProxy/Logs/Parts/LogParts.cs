using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Growth;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Parts;

/// <summary>Opens the files of one log in their order. Used under the log's lock, so that no rotation interferes.</summary>
internal sealed class LogParts(string path, LogStream stream, int maxFiles, LogGrowth growth, LogAccess access, Func<FileIdentity, IndexRecord?> latest)
{
    /// <summary>Opens every kept file, the newest first.</summary>
    public IReadOnlyList<LogPart> OpenAll()
    {
        var parts = new List<LogPart>();
        try
        {
            for (var number = 0; number <= maxFiles; number++)
            {
                if (Open(number) is { } part)
                {
                    parts.Add(part);
                }
            }
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }

        return parts;
    }

    /// <summary>
    /// Opens the file that contains a position, or otherwise the one that was begun after it; the oldest one if the position is
    /// the default. The end of a file counts as in the file only while more may be written to it.
    /// </summary>
    /// <param name="position">The position.</param>
    /// <param name="written">The number of the oldest file that a program still writes to: 0, or 1 while another program has the newest archive.</param>
    public LogOpening OpenAt(LogPosition position, int written)
    {
        var inFront = -1;
        var younger = -1;
        var known = false;
        var lost = position != default;
        for (var number = 0; number <= maxFiles; number++)
        {
            if (SpanOf(number) is not { } span)
            {
                continue;
            }

            if (span.Source == position.Source)
            {
                known = true;
                if (position.Offset >= span.Start && (number <= written ? position.Offset <= span.End : position.Offset < span.End))
                {
                    return new LogOpening(OpenFrom(number, position.Offset), IsAfterGap: false);
                }

                if (position.Offset >= span.End)
                {
                    // Read to its end; or beyond, if it was emptied unnoticed: then all of it is new.
                    lost = position.Offset > span.End;
                    inFront = number == 0 ? 0 : inFront;
                    break;
                }
            }
            else if (known)
            {
                // Older files belong to another log: the position is no longer available.
                break;
            }

            inFront = number;
            younger = span.Source.BornTicks > position.Source.BornTicks ? number : younger;
        }

        // Its place decides: the files in front of it are newer. If it is gone from the folder, its age decides, and without
        // ages, only the current file is left.
        return new LogOpening(known ? inFront < 0 ? null : Open(inFront) : Open(Math.Max(younger, 0)), lost);
    }

    private LogPart? OpenFrom(int number, long offset)
    {
        var part = Open(number);
        part?.Begin(offset);
        return part;
    }

    /// <summary>Returns the part of the stream in a file; null if there is no such file.</summary>
    public LogSpan? SpanOf(int number)
    {
        using var file = RegularFile.OpenRead(LogRotation.PathOf(path, number));
        if (file is null)
        {
            return null;
        }

        var status = RegularFile.Status(file);
        return SpanOf(number, file, status);
    }

    private LogSpan SpanOf(int number, SafeFileHandle file, FileStatus status) =>
        (number == 0 ? growth.Span(status.Identity) : null) ?? LogSpan.Of(path, number, file, status);

    private LogPart? Open(int number)
    {
        var name = LogRotation.PathOf(path, number);
        if (RegularFile.OpenRead(name) is not { } file)
        {
            return null;
        }

        var status = RegularFile.Status(file);
        var span = SpanOf(number, file, status);
        var last = latest(status.Identity) ?? new IndexRecord(span.End, status.ModifiedTicks, IndexFlags.Unwatched);
        var born = span.Source.BornTicks == 0 ? DateTime.UnixEpoch.Ticks : span.Source.BornTicks;
        var first = new IndexRecord(span.Start, born, IndexFlags.None);
        var part = new LogPart(file, status.Identity, span, stream, new IndexCursor(OpenIndex(name, status.Identity), span.Base, first, last), access);
        part.Extend(last);
        return part;
    }

    private static SafeFileHandle? OpenIndex(string name, FileIdentity log)
    {
        SafeFileHandle? index = null;
        try
        {
            index = RegularFile.OpenRead(LogRotation.IndexOf(name));
            if (index is not null && IndexHeader.Read(index, log) is not null)
            {
                return index;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without its index, a log is still readable; only its times are less exact.
        }

        index?.Dispose();
        return null;
    }
}
