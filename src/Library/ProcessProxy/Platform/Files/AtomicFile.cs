using ProcessProxy.Platform.FailPoints;

namespace ProcessProxy.Platform.Files;

/// <summary>Replaces files as a whole: a reader, or a server after a crash, sees the old contents or the new ones, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file beside the target and renames it over the target. A symbolic link at <paramref name="path"/> is replaced, not followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The new contents.</param>
    /// <param name="mode">The permissions, if the system has them.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode) => Write(path, content, mode, durable: false);

    /// <summary>Does the same, and returns when the file would survive a power failure.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void WriteDurably(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        Write(path, content, mode, durable: true);
        Durable.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Does the same for files that are written often and need not survive a power failure: the old file is kept beside the new one and overwritten the next time,
    /// so that the file system creates and frees nothing. <see cref="Delete"/> removes both.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Alternate(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        if (!CurrentPlatform.Files.TryExchange(path, Beside(path), content, mode))
        {
            Write(path, content, mode);
        }
    }

    /// <summary>Removes a file and the one beside it.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(Beside(path));
    }

    private static string Beside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");

    private static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool durable)
    {
        var beside = Beside(path);

        try
        {
            using (var file = Create(beside, mode))
            {
                file.Write(content);
                if (durable)
                {
                    Durable.Flush(file.SafeFileHandle);
                }
            }

            FailPoint.Hit("before-rename");
            CurrentPlatform.Files.Replace(path, beside);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static FileStream Create(string path, UnixFileMode mode)
    {
        try
        {
            return Open();
        }
        catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            // A file there is ours from an earlier death, or nobody's. Checked only now, because there hardly ever is one.
            File.Delete(path);
            return Open();
        }

        // CreateNew does not follow links.
        FileStream Open() => CurrentPlatform.Files.Open(
            path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 }, mode);
    }
}
