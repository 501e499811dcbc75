using ProcessProxy.Platform.FailPoints;

namespace ProcessProxy.Platform.Files;

/// <summary>Replaces files whole: a reader, or a server after a crash, sees the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file beside and renames it over. A symbolic link at <paramref name="path"/> is replaced, not followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="mode">Who may do what with it, where the system has such modes.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode) => Write(path, content, mode, durable: false);

    /// <summary>The same, and returns when it would outlast a power failure.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void WriteDurably(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        Write(path, content, mode, durable: true);
        Durable.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// The same for what is written often and need not outlast a power failure: the old file stays beside and is written over the next time, so
    /// that the file system makes and frees nothing. <see cref="Delete"/> removes both.
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

    /// <summary>Removes a file with what lies beside it.</summary>
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
            // Whatever lies there is ours from an earlier death, or nobody's. Looked for only now: it is hardly ever there.
            File.Delete(path);
            return Open();
        }

        // CreateNew follows no link.
        FileStream Open() => CurrentPlatform.Files.Open(
            path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 }, mode);
    }
}
