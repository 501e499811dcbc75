using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// The part of the stream of a log that a file contains. A file whose beginning was cut contains a later part; if the file system
/// leaves a hole in its place, the file begins after the hole.
/// </summary>
/// <param name="Source">The log that the bytes were written to.</param>
/// <param name="Base">The offset in the stream that the file's first byte has, or would have if it were not a hole.</param>
/// <param name="Start">The offset in the stream of the first existing byte.</param>
/// <param name="End">The offset in the stream of the end of the file.</param>
/// <param name="Lost">The number of bytes before the first byte that are lost because somebody emptied the file; 0 if nobody did.</param>
internal readonly record struct LogSpan(FileIdentity Source, long Base, long Start, long End, uint Lost = 0)
{
    /// <summary>Returns whether this part was written directly after another one.</summary>
    public bool Continues(LogSpan earlier) => Source == earlier.Source && Start == earlier.End;

    /// <summary>Returns the part of a file of a log.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="number">The number of the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="status">Its status.</param>
    public static LogSpan Of(string path, int number, SafeFileHandle file, FileStatus status)
    {
        var hole = HoleOf(file, status.Size);
        var (source, start, lost) = ReadHeader(LogRotation.PathOf(path, number), status.Identity)
            ?? new IndexHeader(status.Identity, number == 0 ? BaseAfterArchive(path, status.Identity, hole) : 0);
        return new LogSpan(source, start, start + hole, start + status.Size, lost);
    }

    /// <summary>Returns the size of the hole at the beginning of a file.</summary>
    public static long HoleOf(SafeFileHandle file, long size) => size == 0 ? 0 : RegularFile.NextData(file, 0, size);

    /// <summary>Returns what the index of a file says about it, or null without a valid index.</summary>
    private static IndexHeader? ReadHeader(string name, FileIdentity log)
    {
        try
        {
            using var index = RegularFile.OpenRead(LogRotation.IndexOf(name));
            return index is null ? null : IndexHeader.Read(index, log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without its index, a log is still readable; only its times are less exact.
            return null;
        }
    }

    /// <summary>Returns where a log without an index continues, so that it does not seem to contain again what was cut from it.</summary>
    private static long BaseAfterArchive(string path, FileIdentity log, long hole)
    {
        var archive = LogRotation.PathOf(path, 1);
        return RegularFile.Status(archive) is { } status && ReadHeader(archive, status.Identity) is { } header && header.Source == log
            ? Math.Max(0, header.Base + status.Size - hole)
            : 0;
    }
}
