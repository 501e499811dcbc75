namespace ProcessProxy.Platform;

/// <summary>Replaces files whole: a reader, or a server after a crash, sees the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file beside and renames it over. A symbolic link at <paramref name="path"/> is replaced, not followed.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        var beside = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");

        // Whatever lies there under that name is ours from an earlier death, or nobody's; CreateNew follows no link.
        File.Delete(beside);
        using (var file = File.OpenHandle(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, content, 0);
        }

        FailPoint.Hit("before-rename");
        try
        {
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
