using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Files;

/// <summary>The files of one log: <c>x.log</c>, then <c>x.log.1</c> and so on, the newest first, each with its index.</summary>
internal static class LogRotation
{
    private const string IndexSuffix = ".idx";

    /// <summary>Returns the index of a log file.</summary>
    public static string IndexOf(string path) => path + IndexSuffix;

    /// <summary>Returns the current file (0) or a rotated one.</summary>
    public static string PathOf(string path, int number) => number == 0 ? path : $"{path}.{number}";

    /// <summary>
    /// Makes room for a new file by renaming if the current one is larger than <paramref name="maxSize"/> bytes. No program
    /// may be writing to it. A link is left alone.
    /// </summary>
    /// <exception cref="IOException">A file could not be renamed or removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void RotateIfLarger(string path, long maxSize, int maxFiles)
    {
        if (RegularFile.StatusOfName(path) is not { } status || status.Size <= maxSize || status.Size - HoleOf(path) <= maxSize)
        {
            return;
        }

        MakeRoom(path, maxFiles);
        Move(path, PathOf(path, 1));
        RemoveSurplus(path, maxFiles);
    }

    /// <summary>Increments the numbers of the rotated files, so that the first number is free.</summary>
    /// <exception cref="IOException">A file could not be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void MakeRoom(string path, int maxFiles)
    {
        // Only up to the first gap: a crash during an earlier rotation may have left one, which is filled now.
        var free = 1;
        while (free <= maxFiles && File.Exists(PathOf(path, free)))
        {
            free++;
        }

        for (var number = free; number >= 2; number--)
        {
            Move(PathOf(path, number - 1), PathOf(path, number));
        }
    }

    /// <summary>Removes files beyond the limit.</summary>
    /// <exception cref="IOException">A file could not be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void RemoveSurplus(string path, int maxFiles)
    {
        for (var surplus = maxFiles + 1; File.Exists(PathOf(path, surplus)); surplus++)
        {
            File.Delete(PathOf(path, surplus));
            File.Delete(IndexOf(PathOf(path, surplus)));
        }
    }

    /// <summary>Renames an index if somebody else has renamed its log to <c>x.log.1</c>.</summary>
    /// <exception cref="IOException">The index could not be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void KeepIndexOfRenamed(string path)
    {
        var renamed = PathOf(path, 1);
        if (RegularFile.Status(renamed) is not { } status)
        {
            return;
        }

        using var index = RegularFile.OpenRead(IndexOf(path));
        if (index is not null && IndexHeader.Read(index, status.Identity) is not null)
        {
            File.Move(IndexOf(path), IndexOf(renamed), overwrite: true);
        }
    }

    private static long HoleOf(string path)
    {
        using var file = RegularFile.OpenRead(path);
        return file is null ? 0 : LogSpan.HoleOf(file, RandomAccess.GetLength(file));
    }

    /// <summary>Renames a file with its index.</summary>
    /// <exception cref="IOException">A file could not be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        File.Delete(IndexOf(to));
        if (File.Exists(IndexOf(from)))
        {
            File.Move(IndexOf(from), IndexOf(to), overwrite: true);
        }
    }
}
