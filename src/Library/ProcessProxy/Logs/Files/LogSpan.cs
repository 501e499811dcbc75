using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// What part of the stream of a log a file holds. A file whose head was cut off holds a later part; where the file system
/// leaves a hole in place of the head, the file begins after the hole.
/// </summary>
/// <param name="Source">The log that the bytes were written into.</param>
/// <param name="Base">The offset in the stream that the file's first byte has, or would have if it were no hole.</param>
/// <param name="Start">The offset in the stream of the first byte that is there.</param>
/// <param name="End">The offset in the stream at which the file ends.</param>
/// <param name="Lost">How many bytes before the first byte are gone, since somebody has emptied the file; 0 when nobody has.</param>
internal readonly record struct LogSpan(FileIdentity Source, long Base, long Start, long End, uint Lost = 0)
{
    /// <summary>Whether this is what was written just after another part.</summary>
    public bool Continues(LogSpan earlier) => Source == earlier.Source && Start == earlier.End;

    /// <summary>What a file of a log holds.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="number">Which of its files it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="status">Its status.</param>
    public static LogSpan Of(string path, int number, SafeFileHandle file, FileStatus status)
    {
        var hole = HoleOf(file, status.Size);
        var (source, start, lost) = ReadHeader(LogRotation.PathOf(path, number), status.Identity)
            ?? new IndexHeader(status.Identity, number == 0 ? BaseAfterArchive(path, status.Identity, hole) : 0);
        return new LogSpan(source, start, start + hole, start + status.Size, lost);
    }

    /// <summary>How many bytes at the head of a file are a hole.</summary>
    public static long HoleOf(SafeFileHandle file, long size) => size == 0 ? 0 : RegularFile.NextData(file, 0, size);

    /// <summary>What the index of a file says of it; null without a good index.</summary>
    private static IndexHeader? ReadHeader(string name, FileIdentity log)
    {
        try
        {
            using var index = RegularFile.OpenRead(LogRotation.IndexOf(name));
            return index is null ? null : IndexHeader.Read(index, log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without its index a log is still readable; only its times are less exact.
            return null;
        }
    }

    /// <summary>Where a log goes on whose index is lost, so that it does not seem to hold again what was cut from it.</summary>
    private static long BaseAfterArchive(string path, FileIdentity log, long hole)
    {
        var archive = LogRotation.PathOf(path, 1);
        return RegularFile.Status(archive) is { } status && ReadHeader(archive, status.Identity) is { } header && header.Source == log
            ? Math.Max(0, header.Base + status.Size - hole)
            : 0;
    }
}
